/** What stands in the pane beside the record: an entry, the list of a part, or the search. Any part of the page may open it. */
import { createContext, useContext } from 'react';
import type { Part } from '../shapes.ts';

export type Opened =
  | { readonly what: 'entry'; readonly type: string; readonly id: string }
  | { readonly what: 'list'; readonly part: Part }
  | { readonly what: 'search' };

const OpenContext = createContext<(opened: Opened) => void>(() => undefined);
export const OpenProvider = OpenContext.Provider;
export const useOpen = (): ((opened: Opened) => void) => useContext(OpenContext);
