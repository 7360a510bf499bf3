/**
 * A pathway is a declared state machine: its states say who must act next and by when, its steps say who may move it where.
 * Pure data and pure rules; the same table is read by the server, the browser, the drawing and the tests.
 */
import type { Refusal } from '../../platform/refusal.ts';
import type { OrganisationKind } from '../../consortium/organisations/kinds.ts';
import type { Role } from '../../consortium/roles.ts';
import type { Form } from '../forms/define.ts';

export const URGENCIES = ['emergency', 'urgent', 'routine'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** How a case may end (law 1). */
export const ENDINGS = [
  'finished',
  'refused',
  'cancelled',
  'patient-declined',
  'left-against-advice',
  'died',
  'moved-away',
  'treated-elsewhere',
  'duplicate',
] as const;
export type Ending = (typeof ENDINGS)[number];

/** `kind` is what the organisation is when the step is taken: a table of roles by kind looks at it. */
export type PartyFact = {
  readonly organisation: string;
  readonly department: string | null;
  readonly kind?: string;
};

/** What a rule may look at. The server has loaded all of it before the rule runs; a rule fetches nothing. */
export type StepFacts = {
  readonly now: Date;
  readonly state: string | null;
  readonly urgency: Urgency;
  readonly parties: Readonly<Record<string, PartyFact>>;
  readonly actor: { readonly role: Role; readonly organisation: string; readonly department: string | null };
  /** The validated answers of the step's form; empty when only asking which steps are possible. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** True when the form has been answered; rules about answers pass while it is false. */
  readonly answered: boolean;
  /** What the capability loaded for its rules, by name (`capacity`, `destination`, …). */
  readonly loaded: Readonly<Record<string, unknown>>;
  /** Child cases opened by this case. */
  readonly children: readonly {
    readonly id: string;
    readonly pathway: string;
    readonly state: string;
    readonly closed: boolean;
  }[];
};

/** `true`, or the sentence a person will read (named by code in the capability's words). */
export type Rule = (facts: StepFacts) => true | Refusal;

/** The same duty under the name it has in each kind of organisation; a kind that is not named cannot take it. */
export type RoleByKind = { readonly [Kind in OrganisationKind]?: Role };

export type OpenState<Party extends string, Step extends string> = {
  /** The party that must act next … */
  readonly owner: Party;
  /** … in this role, or in the one its kind of organisation has for this (decision 0030). */
  readonly role: Role | RoleByKind;
  /** The code of a dated time limit (region data, by urgency). */
  readonly within: string;
  /** The step the system takes when the time is up. */
  readonly late: Step;
};
export type EndState = { readonly end: Ending };

export type Step<State extends string, Party extends string> = {
  /** The states it leaves; empty for the step that opens the case. */
  readonly from: readonly State[];
  /** The state it leads to, `'same'`, or one chosen by the answer to a question of its form. */
  readonly to: State | 'same' | { readonly answer: string; readonly among: Readonly<Record<string, State | 'same'>> };
  /** Which side may take it: one party or several, or the system alone. */
  readonly at: Party | readonly Party[] | 'system';
  readonly by: readonly Role[];
  readonly form?: Form;
  readonly when?: Rule | readonly Rule[];
  /** Whether the step belongs to this case at all; where it does not, nobody is shown it, and whoever takes it is told why. */
  readonly applies?: Rule;
  /** `start` (default) starts the new state's clock; `keep` leaves the running one as it is. */
  readonly clock?: 'start' | 'keep';
  /**
   * Opens child cases of another pathway, one per entry of the form's repeated question `each`; an entry is the answers of the
   * child's opening step. The parent waits for them with a rule over `children`; there is no second workflow mechanism.
   */
  readonly opens?: {
    readonly pathway: string;
    readonly each: string;
    /** The entry's question that names the child's id: the draft under which a place was held for it. Not an answer of the child. */
    readonly draft?: string;
  };
  /** Somebody else's step that the owner has to hear of, though it leaves the case where it is. */
  readonly tells?: 'owner';
  /** Raises the case one level instead of moving it: the case keeps its owner and stays late (law 1, timeouts are steps). */
  readonly escalates?: true;
};

export type Pathway<State extends string = string, Party extends string = string, StepName extends string = string> = {
  readonly name: string;
  readonly version: number;
  readonly parties: readonly Party[];
  readonly states: Readonly<Record<State, OpenState<Party, StepName> | EndState>>;
  readonly steps: Readonly<Record<StepName, Step<State, Party>>>;
  /** States of earlier versions and where their open cases stand now. */
  readonly mapped?: Readonly<Record<string, State>>;
};

/** Checks at compile time that states, parties, roles and steps named anywhere in the table exist in it. */
export const pathway = <const State extends string, const Party extends string, const StepName extends string>(table: {
  readonly name: string;
  readonly version: number;
  readonly parties: readonly Party[];
  readonly states: Readonly<Record<State, OpenState<NoInfer<Party>, NoInfer<StepName>> | EndState>>;
  readonly steps: Readonly<Record<StepName, Step<NoInfer<State>, NoInfer<Party>>>>;
  readonly mapped?: Readonly<Record<string, NoInfer<State>>>;
}): Pathway<State, Party, StepName> => table;

export const isEnd = (state: OpenState<string, string> | EndState): state is EndState => 'end' in state;

/** The role that owns a state where the owner's organisation is of this kind; undefined where that kind has none for it. */
export const ownerRole = (state: OpenState<string, string>, kind: string | undefined): Role | undefined => {
  if (typeof state.role === 'string') return state.role;
  return Object.entries(state.role).find(([named]) => named === kind)?.[1];
};

/** Every role that may own a state. */
export const ownerRoles = (state: OpenState<string, string>): readonly Role[] =>
  typeof state.role === 'string' ? [state.role] : [...new Set(Object.values(state.role))];
