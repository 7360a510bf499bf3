/**
 * Keeps what is being written: on this machine at once, on the server at each pause, again when the connection comes back.
 * One save at a time; whatever fails, nothing typed is lost. Everything it needs of the world is given to it.
 */
export type SaveState =
  | { readonly kind: 'untouched' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly at: string }
  /** Not reached: kept on this machine, or (storage full or forbidden) only on this page. */
  | { readonly kind: 'local'; readonly kept: boolean }
  /** Somebody saved another version meanwhile. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'refused'; readonly fault: unknown };

export type Saved = { readonly version: number; readonly updatedAt: string };
/** What lies on this machine while the server does not have it. */
export type LocalCopy<Content> = { readonly version: number; readonly content: Content };
export type Failure = 'unreachable' | 'conflict' | 'refused';

export type KeeperWorld<Content> = {
  readonly put: (version: number, content: Content) => Promise<Saved>;
  readonly failureOf: (fault: unknown) => Failure;
  /** Null: nothing is left to keep. Answers whether it was kept. */
  readonly keepLocal: (copy: LocalCopy<Content> | null) => boolean;
  /** Runs `then` after a while; answers how to call it off. */
  readonly wait: (milliseconds: number, then: () => void) => () => void;
};
export type KeeperView<Content> = { readonly content: Content; readonly save: SaveState };

export type DraftKeeper<Content> = {
  readonly view: () => KeeperView<Content>;
  readonly subscribe: (listener: () => void) => () => void;
  readonly change: (next: (content: Content) => Content) => void;
  /** Saves now; true when the server has everything. */
  readonly flush: () => Promise<boolean>;
  /** The connection is back. */
  readonly reconnected: () => void;
  /** After a conflict: this page's content over the server's `version`. */
  readonly overrule: (version: number) => Promise<boolean>;
  /** After a conflict, or on opening: the server's content instead of this page's. */
  readonly adopt: (version: number, content: Content, updatedAt: string | null) => void;
  /** Nothing more is saved: the draft became a case, was deleted, or the page closes. `forget` drops the local copy. */
  readonly stop: (forget: boolean) => void;
};

const PAUSE = 1_000;
const RETRY = 5_000;

export const draftKeeper = <Content>(
  begun: {
    readonly version: number;
    readonly content: Content;
    readonly updatedAt: string | null;
    /** The content differs from what the server has (a local copy survived). */
    readonly unsaved: boolean;
  },
  world: KeeperWorld<Content>,
): DraftKeeper<Content> => {
  const listeners = new Set<() => void>();
  let view: KeeperView<Content> = {
    content: begun.content,
    save: begun.updatedAt === null ? { kind: 'untouched' } : { kind: 'saved', at: begun.updatedAt },
  };
  let version = begun.version;
  let saved: Content | null = begun.unsaved ? null : begun.content;
  let running: Promise<boolean> | null = null;
  let callOff: (() => void) | null = null;
  let stopped = false;

  const show = (next: Partial<KeeperView<Content>>): void => {
    view = { ...view, ...next };
    for (const listener of listeners) listener();
  };
  const quiet = (): void => {
    callOff?.();
    callOff = null;
  };
  const later = (milliseconds: number): void => {
    quiet();
    callOff = world.wait(milliseconds, () => void flush());
  };
  const failed = (fault: unknown): false => {
    const failure = world.failureOf(fault);
    const kept = world.keepLocal({ version, content: view.content });
    if (failure === 'conflict') show({ save: { kind: 'conflict' } });
    else if (failure === 'refused') show({ save: { kind: 'refused', fault } });
    else {
      show({ save: { kind: 'local', kept } });
      later(RETRY);
    }
    return false;
  };
  const put = async (): Promise<boolean> => {
    const content = view.content;
    show({ save: { kind: 'saving' } });
    try {
      const answer = await world.put(version, content);
      version = answer.version;
      saved = content;
      if (view.content !== content) {
        world.keepLocal({ version, content: view.content });
        later(PAUSE);
        show({ save: { kind: 'pending' } });
      } else {
        world.keepLocal(null);
        show({ save: { kind: 'saved', at: answer.updatedAt } });
      }
      return true;
    } catch (fault) {
      return stopped ? false : failed(fault);
    }
  };
  const flush = async (): Promise<boolean> => {
    quiet();
    // Whoever waited for the running save looks again: another one waiting too may have begun the next.
    while (running !== null) await running;
    if (stopped) return false;
    if (view.save.kind === 'conflict') return false;
    if (saved === view.content) return true;
    running = put();
    const answer = await running;
    running = null;
    return answer && saved === view.content;
  };

  const keeper: DraftKeeper<Content> = {
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change: (next) => {
      const content = next(view.content);
      if (stopped || content === view.content) return;
      const kept = world.keepLocal({ version, content });
      const { save } = view;
      // Offline stays offline until a save gets through: the words do not flicker with every letter.
      const waiting: SaveState = save.kind === 'local' ? { kind: 'local', kept } : { kind: 'pending' };
      show({ content, save: save.kind === 'conflict' || save.kind === 'saving' ? save : waiting });
      if (save.kind !== 'conflict') later(save.kind === 'local' ? RETRY : PAUSE);
    },
    flush,
    reconnected: () => {
      if (view.save.kind === 'local') later(0);
    },
    overrule: (theirs) => {
      version = theirs;
      saved = null;
      show({ save: { kind: 'pending' } });
      return flush();
    },
    adopt: (theirs, content, updatedAt) => {
      quiet();
      version = theirs;
      saved = content;
      world.keepLocal(null);
      show({ content, save: updatedAt === null ? { kind: 'untouched' } : { kind: 'saved', at: updatedAt } });
    },
    stop: (forget) => {
      quiet();
      stopped = true;
      if (forget) world.keepLocal(null);
    },
  };
  if (begun.unsaved) {
    show({ save: { kind: 'pending' } });
    later(0);
  }
  return keeper;
};
