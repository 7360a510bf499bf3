/** An opaque id made in the browser; it becomes the case's. `randomUUID` is missing where the page is not served over TLS. */
export const newDraftId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
