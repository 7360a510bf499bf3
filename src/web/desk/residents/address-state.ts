/** What the search above the page was asked: travels in memory, never in the address (law 9). */
import { useLocation } from '@tanstack/react-router';

export type Asked = { readonly q: string; readonly at: number };

export const useAsked = (): Asked | null => {
  const state = useLocation({ select: (location) => location.state as unknown as Partial<Asked> });
  return typeof state.q === 'string' && typeof state.at === 'number' ? { q: state.q, at: state.at } : null;
};

/** Whether this is a number of a card or an identity rather than a name: five or more digits or letters, one digit at least. */
export const isNumber = (text: string): boolean => /^(?=.*\d)[\dA-Za-z-]{5,}$/.test(text.trim());
