/**
 * A first-in, first-out line. Push and shift O(1) amortised; removal from the middle O(n), from the
 * front O(1).
 */
export class Fifo<Element> {
  #elements: Element[] = [];
  #head = 0;

  get length(): number {
    return this.#elements.length - this.#head;
  }

  push(element: Element): void {
    this.#elements.push(element);
  }

  /** Puts an element before the first. */
  unshift(element: Element): void {
    if (this.#head > 0) {
      this.#head -= 1;
      this.#elements[this.#head] = element;
    } else {
      this.#elements.unshift(element);
    }
  }

  /** Takes out the first element; undefined where there is none. */
  shift(): Element | undefined {
    if (this.length === 0) return undefined;
    const first = this.#elements[this.#head] as Element;
    this.#elements[this.#head] = undefined as Element;
    this.#head += 1;
    if (this.#head * 2 > this.#elements.length) {
      this.#elements = this.#elements.slice(this.#head);
      this.#head = 0;
    }
    return first;
  }

  /** Takes one element out of the line; answers whether it stood in it. */
  remove(element: Element): boolean {
    const index = this.#elements.indexOf(element, this.#head);
    if (index === -1) return false;
    if (index === this.#head) this.shift();
    else this.#elements.splice(index, 1);
    return true;
  }
}
