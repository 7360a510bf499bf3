/** A resident on the desk: the record, or the ways to it for whoever may not read it. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { loadRecordPage } from '../../../capabilities/health-record/record/screens/index.ts';
import { Button } from '../../kit/button.tsx';
import { useWords } from '../../kit/language.ts';
import { BreakGlass } from './break-glass.tsx';
import { breakGlassWords } from './break-glass-words.ts';
import { Registration } from './registration.tsx';
import { summaryWords } from './summary-words.ts';
import { words as table } from './words.ts';
import './residents.css';

/** No relation: not a word of the record, and the ways to one. */
const NoAccess = ({ id, onDone }: { readonly id: string; readonly onDone: () => void }): React.JSX.Element => {
  const words = useWords(summaryWords);
  const list = useWords(table);
  const [registering, setRegistering] = useState(false);
  const [breaking, setBreaking] = useState(false);
  const glass = useWords(breakGlassWords);
  return (
    <div className="residents">
      <section className="card no-access">
        <h1>{words.noAccess}</h1>
        <p>{words.noAccessWhy}</p>
        <ul>
          <li>
            {registering ? (
              <Registration id={id} title={words.noAccessRegister} onDone={onDone} />
            ) : (
              <Button onClick={() => setRegistering(true)}>{words.noAccessRegister}</Button>
            )}
          </li>
          <li>
            <Link to="/residents/find" className="button">
              {words.noAccessFind}
            </Link>
          </li>
          <li>
            {breaking ? (
              <BreakGlass id={id} onDone={onDone} onCancel={() => setBreaking(false)} />
            ) : (
              <Button onClick={() => setBreaking(true)}>{glass.title}</Button>
            )}
          </li>
        </ul>
        <Link to="/residents">{list.back}</Link>
      </section>
    </div>
  );
};

/** Who registers residents and does not care for them: the visit can be registered here, the record not read. */
const RegistrarOnly = ({ id }: { readonly id: string }): React.JSX.Element => {
  const words = useWords(summaryWords);
  const list = useWords(table);
  const [registered, setRegistered] = useState(false);
  return (
    <div className="residents">
      <section className="card no-access">
        <h1>{list.register}</h1>
        <p>{list.readsRecord}</p>
        {registered ? (
          <p className="good strong" role="status">
            {list.registeredOpen}
          </p>
        ) : (
          <Registration id={id} title={words.noAccessRegister} onDone={() => setRegistered(true)} />
        )}
        <Link to="/residents">{list.back}</Link>
      </section>
    </div>
  );
};

/** The record where residents stand on the desk, with what stands in its place for those who may not read it. */
export const loadResidentPage = async (): Promise<React.ComponentType> => {
  const RecordPage = await loadRecordPage();
  const ResidentPage = (): React.JSX.Element => <RecordPage NoAccess={NoAccess} RegistrarOnly={RegistrarOnly} />;
  return ResidentPage;
};
