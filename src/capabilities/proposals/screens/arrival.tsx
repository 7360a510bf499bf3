/** 登记提案: by the committee that receives it, or by the office with its number; what is typed here is typed once. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useWords } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { useSession } from '../../../web/kit/session.ts';
import { Empty } from '../../../web/kit/states.tsx';
import { Arrival } from '../forms.ts';
import { words as table } from '../words.ts';
import { screenWords } from './screen-words.ts';
import { StepForm } from './step-form.tsx';
import './proposals.css';

export const ArrivalScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const navigate = useNavigate();
  const { role } = useSession();
  const [id] = useState(() => crypto.randomUUID());
  const step = { 'handing-officer': 'receive', 'proposal-committee': 'submit' }[role.role as string];
  return (
    <div className="proposals narrow">
      <PageHead title={words.forms['proposal-arrival']}>
        <Link to="/proposals">{screen.back}</Link>
      </PageHead>
      {step === undefined ? (
        <Empty title={screen.cannotRegister} why={screen.cannotRegisterWhy} />
      ) : (
        <StepForm
          path="/api/pathways/proposal/cases"
          beside={{ id, step }}
          form={Arrival}
          title={step === 'receive' ? words.steps.receive : words.steps.submit}
          submit={step === 'receive' ? words.steps.receive : words.steps.submit}
          initial={{ signers: [{}] }}
          note={<p className="note">{step === 'receive' ? screen.receiveNote : screen.submitNote}</p>}
          onDone={(taken) => void navigate({ to: '/proposals/$id', params: { id: taken.id } })}
        />
      )}
    </div>
  );
};
