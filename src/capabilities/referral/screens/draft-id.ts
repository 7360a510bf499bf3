/** An opaque id made in the browser; it becomes the case's. `randomUUID` is missing where the page is not served over TLS. */
export const newDraftId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Ids made by this page: no server knows them yet, so none is asked. After a reload it is. */
const born = new Set<string>();
export const isNewborn = (id: string): boolean => born.has(id);
export const isKnown = (id: string): void => void born.delete(id);

/** The id of a draft begun on this page. */
export const beginDraftId = (): string => {
  const id = newDraftId();
  born.add(id);
  return id;
};
