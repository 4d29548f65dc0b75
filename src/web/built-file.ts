/** Files that the build has written beside the page, each loaded once. */
const loaded = new Map<string, Promise<unknown>>();

/** Rejects if it cannot be loaded; the next call tries again. */
export function builtFile<Contents>(path: string): Promise<Contents> {
  let contents = loaded.get(path);
  if (contents === undefined) {
    contents = load(path).catch((error: unknown) => {
      loaded.delete(path);
      throw error;
    });
    loaded.set(path, contents);
  }
  return contents as Promise<Contents>;
}

async function load(path: string): Promise<unknown> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} could not be loaded (${response.status}).`);
  return response.json();
}
