/** The port to whoever carries a message out of the program. An adapter knows one way; retries and records are not its business. */

export type Message = {
  /** The delivery's id, the same at every attempt: the idempotency key. */
  readonly id: string;
  /** A mobile number, or null for a message to a group or a printer. */
  readonly to: string | null;
  /** Mobile numbers of those a message to a group is meant for. */
  readonly mentions: readonly string[];
  /** No identity of a resident and no diagnosis. */
  readonly text: string;
};

/** `again`: it may work later; `never`: it will not. `code` is for the record and says nothing of the message. */
export type Delivered =
  | { readonly outcome: 'delivered'; readonly code: string; readonly reference?: string }
  | { readonly outcome: 'again' | 'never'; readonly code: string };

export type Notifier = {
  readonly channel: 'sms' | 'wecom' | 'print';
  /** One message for each person, or one for all of them. */
  readonly reach: 'person' | 'group';
  /** Answers within the signal's time or is given up; never throws. */
  readonly send: (message: Message, signal: AbortSignal) => Promise<Delivered>;
};

/** A mobile number as carriers in China take it. Internal lines (8001) are not. */
export const isMobile = (phone: string | null): phone is string => phone !== null && /^1\d{10}$/.test(phone);

/** What a status of HTTP means for a delivery. 408, 425 and 429 pass; other errors of the sender's own do not. */
export const outcomeOfStatus = (status: number): 'delivered' | 'again' | 'never' => {
  if (status >= 200 && status < 300) return 'delivered';
  return status >= 500 || [408, 425, 429].includes(status) ? 'again' : 'never';
};

/** Why a request did not end: never the address or what was sent. */
export const codeOfFault = (fault: unknown): string => {
  if (fault instanceof Error && (fault.name === 'TimeoutError' || fault.name === 'AbortError')) return 'timeout';
  const cause = fault instanceof Error ? (fault.cause as { readonly code?: unknown } | undefined) : undefined;
  return typeof cause?.code === 'string' && /^[A-Z_]{3,40}$/.test(cause.code)
    ? cause.code.toLowerCase()
    : 'unreachable';
};

/** Posts JSON; the answer's text is read within the signal's time and cut at 64 kB. */
export const postJson = async (
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly text: string } | { readonly fault: string }> => {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    });
    return { status: answer.status, text: (await answer.text()).slice(0, 65_536) };
  } catch (fault) {
    return { fault: codeOfFault(fault) };
  }
};
