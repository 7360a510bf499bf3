/** A resident's cards: kind, number, who gave it out, how long it is good; one more, and one that is over or was a mistake. */
import { useState } from 'react';
import { MATCHING_WORDS } from '../../../consortium/identity/matching-words.ts';
import { IdentityChanged } from '../../../consortium/residents/shapes.ts';
import type { CardView, IdentityView } from '../../../consortium/residents/shapes.ts';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { useLanguage, useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { faultSentence } from '../../kit/states.tsx';
import { Tag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { cardFault, cardOf, NO_CARD } from './card-draft.ts';
import type { CardDraft } from './card-draft.ts';
import { CardFields } from './card-fields.tsx';
import { registeringWords } from './registering-words.ts';

export const identityPath = (id: string): string => `/api/residents/${encodeURIComponent(id)}/identity`;

type Editing = { readonly view: IdentityView; readonly onDone: () => Promise<void> };

/** Sends one change at a time and says what was wrong with it. */
export const useChange = ({ view, onDone }: Editing) => {
  const words = useWords(registeringWords);
  const kit = useWords(kitTable);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = async (path: string, body: object): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setFault(null);
    try {
      await api.post(`${identityPath(view.id)}/${path}`, { ...body, version: view.version }, IdentityChanged);
      announce(words.saved);
      await onDone();
      return true;
    } catch (failed) {
      setFault(faultSentence(failed, kit));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { change, fault, busy };
};

const marksOf = (card: CardView): readonly ('replaced' | 'entered-in-error' | 'in-use')[] =>
  card.status === 'in-use' ? ['replaced', 'entered-in-error'] : ['in-use'];

const CardRow = ({ card, editing }: { readonly card: CardView; readonly editing: Editing }): React.JSX.Element => {
  const words = useWords(registeringWords);
  const matching = useWords(MATCHING_WORDS);
  const { change, fault, busy } = useChange(editing);
  const kind = card.kind === null ? matching.otherCard : matching.cards[card.kind];
  const mark = (to: 'replaced' | 'entered-in-error' | 'in-use') => (): void =>
    void change('cards/status', { system: card.system, value: card.value, to });
  return (
    <li className={card.status === 'in-use' ? 'id-card' : 'id-card over'}>
      <span className="id-card-kind">{kind}</span>
      <span className="id-card-number numbers">{card.value}</span>
      <span className="id-card-more note">
        {card.issuer !== null && <span>{`${words.issuer} ${card.issuer}`}</span>}
        {(card.from !== null || card.until !== null) && (
          <span>{words.validUntil(card.from ?? words.open, card.until ?? words.open)}</span>
        )}
        {card.expired && <Tag tone="warning">{words.expired}</Tag>}
        {card.status !== 'in-use' && <Tag>{matching.status[card.status]}</Tag>}
        {card.inherited && <Tag>{words.inherited}</Tag>}
      </span>
      {!card.inherited && (
        <span className="id-card-acts no-print">
          {marksOf(card).map((to) => (
            <Button
              key={to}
              kind="link"
              aria-disabled={busy}
              aria-label={`${kind} ${words.mark[to]}`}
              onClick={mark(to)}
            >
              {words.mark[to]}
            </Button>
          ))}
        </span>
      )}
      {fault !== null && (
        <p className="danger" role="alert">
          {fault}
        </p>
      )}
    </li>
  );
};

const NewCardForm = ({ editing, onClose }: { readonly editing: Editing; readonly onClose: () => void }) => {
  const words = useWords(registeringWords);
  const language = useLanguage();
  const { change, fault, busy } = useChange(editing);
  const [draft, setDraft] = useState<CardDraft>({ ...NO_CARD, kind: 'passport' });
  const [tried, setTried] = useState(false);
  const { birthDate, gender } = editing.view;
  const wrong = cardFault(draft, { gender, ...(birthDate?.length === 10 ? { birthDate } : {}) }, language);
  const submit = async (): Promise<void> => {
    setTried(true);
    const card = cardOf(draft);
    if (card === undefined || wrong !== undefined) {
      document.getElementById('new-card-value')?.focus();
      return;
    }
    if (await change('cards', card)) onClose();
  };
  return (
    <form
      className="form-fields id-form"
      aria-label={words.addCard}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <CardFields
        draft={draft}
        error={tried ? wrong : undefined}
        optional={false}
        onChange={setDraft}
        onBlur={() => {
          if (draft.value !== '') setTried(true);
        }}
      />
      {fault !== null && (
        <p className="danger" role="alert">
          {fault}
        </p>
      )}
      <p className="new-acts">
        <Button kind="primary" type="submit" aria-disabled={busy}>
          {busy ? words.saving : words.add}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </p>
    </form>
  );
};

export const Cards = ({ view, onDone }: Editing): React.JSX.Element => {
  const words = useWords(registeringWords);
  const [adding, setAdding] = useState(false);
  const editing = { view, onDone };
  return (
    <section className="card id-part" aria-labelledby="id-cards">
      <header>
        <h2 id="id-cards">{words.cards}</h2>
        {!adding && (
          <Button onClick={() => setAdding(true)} className="no-print">
            {words.addCard}
          </Button>
        )}
      </header>
      {view.cards.length === 0 ? (
        <p className="note">{words.cardsNone}</p>
      ) : (
        <ul className="id-cards">
          {view.cards.map((card) => (
            <CardRow key={`${card.system}|${card.value}|${String(card.inherited)}`} card={card} editing={editing} />
          ))}
        </ul>
      )}
      {adding && <NewCardForm editing={editing} onClose={() => setAdding(false)} />}
    </section>
  );
};
