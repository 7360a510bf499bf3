/** An id nobody has yet. A browser gives `randomUUID` over https and on this machine only; random bytes it gives everywhere. */
export const newId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};
