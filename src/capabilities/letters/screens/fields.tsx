/** Head and foot of a letter, and last year's reply: what is not typed on the page itself. */
import { useState } from 'react';
import { DISCLOSURES, LAYOUTS } from '../../../engines/letters/document.ts';
import type { LetterDocument } from '../../../engines/letters/document.ts';
import { Button } from '../../../web/kit/button.tsx';
import { Drawer } from '../../../web/kit/drawer.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { letterWords } from './letter-words.ts';

type Props = {
  readonly content: LetterDocument;
  readonly previous: string | null;
  readonly editable: boolean;
  readonly onChange: (content: LetterDocument) => void;
  readonly onPrevious: (text: string | null) => void;
};

/** 市政协提案委 3: a name and how many copies. */
const copiesFrom = (text: string): LetterDocument['copies'] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 30)
    .map((line) => {
      const [, to = line, count] = /^(.*?)\s*(\d{1,2})?$/.exec(line) ?? [];
      return { to: to.slice(0, 200), count: count === undefined || Number(count) === 0 ? null : Number(count) };
    });

const HeadAndFoot = ({
  content,
  editable,
  onChange,
  onClose,
}: Props & { readonly onClose: () => void }): React.JSX.Element => {
  const words = useWords(letterWords);
  const [copies, setCopies] = useState(
    content.copies.map(({ to, count }) => (count === null ? to : `${to} ${String(count)}`)).join('\n'),
  );
  const contact = content.contact;
  return (
    <Drawer label={words.fields} onClose={onClose}>
      <div className="letter-picker">
        <h2>{words.fields}</h2>
        <fieldset className="letter-picker-fields" disabled={!editable}>
          <label>
            {words.layout}
            <select
              value={content.layout}
              onChange={(event) =>
                onChange({ ...content, layout: LAYOUTS.find((each) => each === event.target.value) ?? 'letter' })
              }
            >
              {LAYOUTS.map((each) => (
                <option key={each} value={each}>
                  {words.layouts[each]}
                </option>
              ))}
            </select>
          </label>
          <label>
            {words.disclosure}
            <select
              value={content.disclosure}
              onChange={(event) =>
                onChange({
                  ...content,
                  disclosure: DISCLOSURES.find((each) => each === event.target.value) ?? 'not-public',
                })
              }
            >
              {DISCLOSURES.map((each) => (
                <option key={each} value={each}>
                  {words.disclosures[each]}
                </option>
              ))}
            </select>
          </label>
          {content.reply !== null && (
            <label>
              {words.replyClass}
              <input
                value={content.reply.value}
                maxLength={10}
                onChange={(event) =>
                  onChange({
                    ...content,
                    reply: content.reply === null ? null : { ...content.reply, value: event.target.value },
                  })
                }
              />
            </label>
          )}
          <label>
            {words.signature}
            <input
              value={content.signature}
              maxLength={120}
              onChange={(event) => onChange({ ...content, signature: event.target.value })}
            />
          </label>
          {contact !== null && (
            <>
              <label>
                {words.contact}
                <input
                  value={contact.person}
                  maxLength={60}
                  onChange={(event) => onChange({ ...content, contact: { ...contact, person: event.target.value } })}
                />
              </label>
              <label>
                {words.phone}
                <input
                  value={contact.phone}
                  maxLength={40}
                  onChange={(event) => onChange({ ...content, contact: { ...contact, phone: event.target.value } })}
                />
              </label>
            </>
          )}
        </fieldset>
        <label htmlFor="letter-copies">{words.copies}</label>
        <textarea
          id="letter-copies"
          rows={4}
          value={copies}
          readOnly={!editable}
          onChange={(event) => {
            setCopies(event.target.value);
            onChange({ ...content, copies: copiesFrom(event.target.value) });
          }}
        />
        <p className="note">{words.copiesHint}</p>
      </div>
    </Drawer>
  );
};

const Previous = ({
  previous,
  editable,
  onPrevious,
  onClose,
}: Props & { readonly onClose: () => void }): React.JSX.Element => {
  const words = useWords(letterWords);
  const [text, setText] = useState(previous ?? '');
  return (
    <Drawer label={words.previous} onClose={onClose}>
      <div className="letter-picker">
        <h2>{words.previous}</h2>
        <p className="note">{words.previousHint}</p>
        <textarea
          rows={18}
          aria-label={words.previous}
          maxLength={100_000}
          value={text}
          readOnly={!editable}
          onChange={(event) => setText(event.target.value)}
        />
        {editable && (
          <Button
            kind="primary"
            onClick={() => {
              onPrevious(text.trim() === '' ? null : text);
              onClose();
            }}
          >
            {words.keep}
          </Button>
        )}
      </div>
    </Drawer>
  );
};

export const Fields = (props: Props): React.JSX.Element => {
  const words = useWords(letterWords);
  const [open, setOpen] = useState<'fields' | 'previous' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <>
      <span className="note">{words.layouts[props.content.layout]}</span>
      <Button kind="link" onClick={() => setOpen('fields')}>
        {words.fields}
      </Button>
      <Button kind="link" onClick={() => setOpen('previous')}>
        {words.previous}
      </Button>
      {open === 'fields' && <HeadAndFoot {...props} onClose={close} />}
      {open === 'previous' && <Previous {...props} onClose={close} />}
    </>
  );
};
