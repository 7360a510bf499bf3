import type { Urgency } from '../../engines/pathways/define.ts';
import { useWords } from './language.ts';
import { words as table } from './words.ts';
import './controls.css';

export type Tone = 'plain' | 'primary' | 'danger' | 'warning' | 'good' | 'emergency';

export const Tag = ({
  tone = 'plain',
  children,
}: {
  readonly tone?: Tone;
  readonly children: React.ReactNode;
}): React.JSX.Element => <span className={`tag ${tone}`}>{children}</span>;

const TONES: Readonly<Record<Urgency, Tone>> = { emergency: 'emergency', urgent: 'warning', routine: 'plain' };

/** 急诊 紧急 普通: colour always with its word. */
export const UrgencyTag = ({ urgency }: { readonly urgency: Urgency }): React.JSX.Element => (
  <Tag tone={TONES[urgency]}>{useWords(table).urgency[urgency]}</Tag>
);
