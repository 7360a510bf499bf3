/** The page: head, title and addressee as printed, the body to type in, marks and pins beside it. */
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import type { LetterDocument, Level } from '../../../engines/letters/document.ts';
import { LEVELS } from '../../../engines/letters/document.ts';
import { copiesText, contactText, dayText } from '../../../engines/letters/plain.ts';
import { dayOf } from '../../../web/kit/civil.ts';
import { useWords } from '../../../web/kit/language.ts';
import type { FindingView, LetterView } from '../shapes.ts';
import {
  blockAtCaret,
  drawBody,
  insertClaim,
  rangeIn,
  rangeOf,
  readBody,
  refreshClaims,
  renumber,
  sentenceAt,
  typeIn,
} from './body-text.ts';
import { letterWords } from './letter-words.ts';
import { LevelBar } from './level-bar.tsx';
import { oneUnderAnother } from './pins.ts';
import type { Pin } from './pins.ts';

export type EditorHandle = {
  readonly insert: (id: string, claims: LetterDocument['claims']) => void;
  /** Before a dialog takes the focus: where the caret is. */
  readonly remember: () => void;
  readonly show: (finding: FindingView) => void;
  /** The words selected, or the sentence the caret stands in. */
  readonly sentence: () => string | null;
  readonly showWords: (words: string) => void;
  readonly body: () => HTMLElement | null;
};

type Props = {
  readonly view: LetterView;
  readonly content: LetterDocument;
  /** Counts up when the body is to be drawn anew. */
  readonly drawn: number;
  readonly editable: boolean;
  readonly findings: readonly FindingView[];
  readonly current: string | null;
  readonly onChange: (content: LetterDocument) => void;
  readonly onClaim: (id: string | null) => void;
  readonly onFinding: (key: string) => void;
  readonly ref: React.Ref<EditorHandle>;
};

type Marks = { readonly has: (name: string) => boolean; set: (name: string, ranges: readonly Range[]) => void };

/** Marks are painted by the browser and are no part of the text (CSS Custom Highlight API); without it the list beside stays. */
const highlights = (): Marks | null => {
  const registry = (CSS as { readonly highlights?: Map<string, unknown> }).highlights;
  const make = (globalThis as { readonly Highlight?: new (...ranges: Range[]) => unknown }).Highlight;
  return registry === undefined || make === undefined
    ? null
    : { has: (name) => registry.has(name), set: (name, ranges) => void registry.set(name, new make(...ranges)) };
};

const rangesOf = (
  root: HTMLElement,
  findings: readonly FindingView[],
): readonly (readonly [FindingView, readonly Range[]])[] =>
  findings.map((finding) => {
    const block = finding.paragraph === null || finding.paragraph < 0 ? undefined : root.children[finding.paragraph];
    if (block === undefined) return [finding, []];
    return [finding, finding.quotes.flatMap((quote) => rangeOf(block, quote) ?? [])];
  });

const useMarks = (body: React.RefObject<HTMLDivElement | null>, props: Props): readonly Pin[] => {
  const [pins, setPins] = useState<readonly Pin[]>([]);
  const { findings, current, content } = props;
  useLayoutEffect(() => {
    const root = body.current;
    if (root === null) return;
    const ranges = rangesOf(root, findings);
    const paint = highlights();
    const of = (wanted: (finding: FindingView) => boolean): readonly Range[] =>
      ranges.flatMap(([finding, found]) => (wanted(finding) ? found : []));
    paint?.set(
      'letter-unbound',
      of(({ kind }) => kind === 'unbound'),
    );
    paint?.set(
      'letter-finding',
      of(({ kind, answer }) => kind !== 'unbound' && answer === null),
    );
    paint?.set(
      'letter-promise',
      content.promises.flatMap(({ sentence }) => rangeIn(root, sentence) ?? []),
    );
    paint?.set(
      'letter-current',
      of(({ key }) => key === current),
    );
    const wanted = findings.flatMap((finding, at) => {
      const block = finding.paragraph === null ? undefined : root.children[finding.paragraph];
      if (!(block instanceof HTMLElement) || finding.answer !== null) return [];
      const [, found = []] = ranges[at] ?? [];
      const line = found[0]?.getClientRects()[0];
      const from = line === undefined ? block.offsetTop : line.top - root.getBoundingClientRect().top + root.offsetTop;
      return [{ key: finding.key, number: at + 1, top: Math.round(from), must: finding.kind !== 'unbound' }];
    });
    setPins(oneUnderAnother(wanted));
  }, [body, findings, current, content]);
  return pins;
};

const Head = ({ view, content, editable, onChange }: Props): React.JSX.Element => {
  const words = useWords(letterWords);
  const number = view.signed?.number ?? null;
  return (
    <>
      {content.reply !== null && (
        <p className="letter-class">
          {content.reply.label}：{content.reply.value}
        </p>
      )}
      <p className="letter-mark" style={{ fontSize: `${String(Math.min(38, 420 / (content.mark.length * 1.07)))}px` }}>
        {content.mark}
      </p>
      {content.layout === 'letter' && <div className="letter-double" />}
      <p className={content.showsSigner ? 'letter-number spread' : `letter-number ${content.layout}`}>
        <span>
          {number ?? (
            <>
              {content.prefix}〔{dayOf(new Date(view.serverTime)).slice(0, 4)}〕
              <span className="letter-later">{words.unsigned}</span>号
            </>
          )}
        </span>
        {content.showsSigner && <span>签发人：{view.signed?.signer ?? '　　　'}</span>}
      </p>
      {content.layout === 'general' && <div className="letter-rule" />}
      <textarea
        className="letter-title"
        aria-label={words.letterTitle}
        rows={Math.max(2, content.title.split('\n').length)}
        value={content.title}
        readOnly={!editable}
        maxLength={300}
        onChange={(event) => onChange({ ...content, title: event.target.value })}
      />
      <div className="letter-addressee">
        <input
          aria-label={words.addressee}
          value={content.addressee}
          readOnly={!editable}
          maxLength={300}
          size={Math.max(8, content.addressee.length * 2)}
          onChange={(event) => onChange({ ...content, addressee: event.target.value })}
        />
        ：
      </div>
    </>
  );
};

const Foot = ({ view, content }: Props): React.JSX.Element => (
  <>
    <div className="letter-signed">
      <p>{content.signature}</p>
      <p>{view.signed === null ? '　　年　月　日' : dayText(view.signed.day)}</p>
    </div>
    {content.contact !== null && <p className="letter-note">{contactText(content.contact)}</p>}
    {content.copies.length > 0 && <p className="letter-copies">{copiesText(content.copies)}</p>}
  </>
);

export const Editor = (props: Props): React.JSX.Element => {
  const { content, drawn, editable, onChange, onClaim, onFinding, ref } = props;
  const words = useWords(letterWords);
  const body = useRef<HTMLDivElement>(null);
  const caret = useRef<Range | null>(null);
  const [level, setLevel] = useState<Level>(0);
  // the body belongs to the browser: drawn when it is another one, never while somebody types
  useLayoutEffect(() => {
    if (body.current !== null) drawBody(body.current, content);
  }, [drawn, props.view.id]);
  // after the body is drawn: what is not there yet cannot be marked
  const pins = useMarks(body, props);
  useEffect(() => {
    if (body.current !== null) refreshClaims(body.current, content.claims);
  }, [content.claims]);

  const read = (claims = content.claims): void => {
    const root = body.current;
    if (root === null) return;
    renumber(root);
    onChange({ ...content, claims, paragraphs: readBody(root) });
  };
  const remember = (): void => {
    const selection = document.getSelection();
    caret.current =
      selection !== null && selection.rangeCount > 0 && body.current?.contains(selection.anchorNode) === true
        ? selection.getRangeAt(0).cloneRange()
        : null;
  };
  useImperativeHandle(ref, () => ({
    insert: (id, claims) => {
      if (body.current === null) return;
      insertClaim(body.current, caret.current, id, claims);
      read(claims);
    },
    remember,
    show: (finding) => {
      const root = body.current;
      const block = finding.paragraph === null ? undefined : root?.children[finding.paragraph];
      (block ?? root)?.scrollIntoView({ block: 'center' });
    },
    sentence: () => (body.current === null ? null : sentenceAt(body.current, caret.current)),
    showWords: (said) => {
      const range = body.current === null ? null : rangeIn(body.current, said);
      range?.startContainer.parentElement?.scrollIntoView({ block: 'center' });
    },
    body: () => body.current,
  }));
  const atCaret = (): void => {
    const block = body.current === null ? null : blockAtCaret(body.current);
    setLevel(LEVELS.find((each) => String(each) === block?.dataset['level']) ?? 0);
  };
  const claimOf = (target: EventTarget): string | null =>
    target instanceof HTMLElement ? (target.closest<HTMLElement>('[data-claim]')?.dataset['claim'] ?? null) : null;

  return (
    <div className={`letter-sheet ${content.layout}`}>
      <Head {...props} />
      {editable && (
        <LevelBar
          level={level}
          onLevel={(next) => {
            const block = body.current === null ? null : blockAtCaret(body.current);
            if (block === null) return;
            block.dataset['level'] = String(next);
            setLevel(next);
            read();
          }}
        />
      )}
      <div className="letter-pins">
        {pins.map(({ key, number, top, must }) => (
          <button
            key={key}
            type="button"
            className={must ? 'letter-pin must' : 'letter-pin'}
            style={{ top }}
            onClick={() => onFinding(key)}
          >
            {number}
          </button>
        ))}
      </div>
      <div
        ref={body}
        className="letter-body"
        role="textbox"
        aria-multiline="true"
        aria-label={words.pageLabel}
        aria-readonly={!editable}
        tabIndex={0}
        contentEditable={editable}
        suppressContentEditableWarning
        spellCheck={false}
        onInput={() => read()}
        onKeyUp={atCaret}
        onMouseUp={atCaret}
        onBlur={remember}
        onPaste={(event) => {
          event.preventDefault();
          typeIn('insertText', event.clipboardData.getData('text/plain'));
        }}
        onDrop={(event) => event.preventDefault()}
        onClick={(event) => onClaim(claimOf(event.target))}
        onFocus={(event) => {
          const claim = claimOf(event.target);
          if (claim !== null) onClaim(claim);
        }}
      />
      <Foot {...props} />
    </div>
  );
};
