/** What clients show of a product, and what a response costs that has more. */

export interface Product {
  readonly id: number;
  readonly name: string;
  readonly price: number;
  readonly stock: number;
  readonly image: string;
  readonly description: string;
}

export const clients = ['web', 'mobile', 'watch'] as const;
export type Client = (typeof clients)[number];

export const fieldsOf: Readonly<Record<Client, readonly (keyof Product)[]>> = {
  web: ['id', 'name', 'price', 'stock', 'image', 'description'],
  mobile: ['id', 'name', 'price', 'image'],
  watch: ['id', 'name', 'price'],
};

/** Of a response as JSON with those fields; with all if undefined. */
export function bytesOf(
  products: readonly Product[],
  fields: readonly (keyof Product)[] | undefined,
): number {
  if (fields === undefined) return JSON.stringify(products).length;
  return JSON.stringify(products, [...fields]).length;
}
