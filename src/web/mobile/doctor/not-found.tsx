import { Link } from '../paths.tsx';
import { useWords } from '../../kit/language.ts';
import { Empty } from '../../kit/states.tsx';
import { words as table } from '../words.ts';

export const NotFound = (): React.JSX.Element => {
  const words = useWords(table);
  return (
    <Empty title={words.notFound}>
      <Link to="/today" className="button">
        {words.toStart}
      </Link>
    </Empty>
  );
};
