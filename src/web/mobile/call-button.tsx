/** 打电话: a link the phone dials. Where there is no telephone the number stands beside it in digits. */
import { Icon } from '../kit/icon.tsx';
import { useWords } from '../kit/language.ts';
import { words as table } from './words.ts';

/** `8001`, `010-6203 4455`, `内线 6203`: what can be dialled of it; null when nothing can. */
export const dialled = (text: string): string | null => {
  const found = /\+?\d[\d\- ]{1,}\d/.exec(text);
  return found === null ? null : found[0].replaceAll(/[ -]/g, '');
};

export const CallButton = ({
  phone,
  whom,
  filled = false,
}: {
  readonly phone: string;
  readonly whom: string;
  readonly filled?: boolean;
}): React.JSX.Element => {
  const words = useWords(table);
  const number = dialled(phone);
  if (number === null) return <span className="call-digits">{phone}</span>;
  return (
    <a className={filled ? 'call filled' : 'call'} href={`tel:${number}`} aria-label={words.callWhom(whom, phone)}>
      <Icon name="phone" />
      <span>{words.call}</span>
      <span className="call-digits">{phone}</span>
    </a>
  );
};
