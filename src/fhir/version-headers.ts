/** ETag, Last-Modified, Location and If-Match (R4 §3.1.0.4 and §3.1.0.5). */

export const etagOf = (version: number): string => `W/"${version}"`;

/** The headers of an answer that carries one version. */
export const versionHeaders = (version: number, updatedAt: Date): Readonly<Record<string, string>> => ({
  etag: etagOf(version),
  'last-modified': updatedAt.toUTCString(),
});

/** Below the base: `Patient/1/_history/2`. */
export const versionPath = (type: string, id: string, version: number): string => `${type}/${id}/_history/${version}`;

/**
 * What If-Match asks for: a version number, `any` for an asterisk (RFC 9110 §13.1.1), `unknown` for a tag this server never gave
 * out (so no version fits it), `malformed` for what is no entity tag at all.
 */
export const matchOf = (header: string): number | 'any' | 'unknown' | 'malformed' => {
  if (header.trim() === '*') return 'any';
  const tag = /^(?:W\/)?"([^"]*)"$/.exec(header.trim())?.[1];
  if (tag === undefined) return 'malformed';
  return /^[1-9]\d{0,8}$/.test(tag) ? Number(tag) : 'unknown';
};
