import { Button } from '../kit/button.tsx';
import { chooseLanguage, useLanguage, useWords } from '../kit/language.ts';
import { words as table } from './words.ts';

export const LanguageSwitch = (): React.JSX.Element => {
  const language = useLanguage();
  const words = useWords(table);
  return (
    <Button
      kind="link"
      lang={language === 'zh' ? 'en' : 'zh-CN'}
      onClick={() => chooseLanguage(language === 'zh' ? 'en' : 'zh')}
    >
      {words.otherLanguage}
    </Button>
  );
};
