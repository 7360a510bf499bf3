/** What a capability's `screens/index.ts` hands to the desk: where its screens stand and how the menu names them. */
import type { Role } from '../../consortium/roles.ts';
import type { Language } from '../../platform/words.ts';
import type { IconName } from './icon.tsx';

export type DeskScreen = {
  /** TanStack Router syntax: `/cases/$id`. Codes and opaque ids only (law 9). */
  readonly path: string;
  /** Loads the screen's chunk when it is opened. */
  readonly load: () => Promise<React.ComponentType>;
  /** Present when the screen stands in the side menu of these roles. */
  readonly menu?: {
    readonly order: number;
    /** Those whose day begins here: for them it stands before all other entries, and the desk opens with it. */
    readonly first?: readonly Role[];
    readonly icon: IconName;
    readonly label: Readonly<Record<Language, string>>;
    readonly roles: readonly Role[];
    /** A hook: how many wait there. */
    readonly useCount?: () => number | null;
  };
  /** Present on the screen that draws one case of these pathways; its `path` ends in `$id`. `/cases/$id` leads to it. */
  readonly draws?: readonly string[];
  /** Present on the one screen that the top bar's 消息 opens; the hook counts the unread. */
  readonly messages?: { readonly useCount: () => number | null };
};
