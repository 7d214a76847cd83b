import { useQuery } from '@tanstack/react-query';
import { Problem } from '@/api/problem';
import { useT } from '@/i18n';
import { Amount } from '@/ui/Amount';
import { StateTag, word } from '@/ui/words';
import { projectFacts } from './queries';
import type { ProjectFacts, QueueItem } from './types';

/** A waiting recognition and the project it is about, which carries it. */
export function useRecognition(item: QueueItem) {
  const project = useQuery(projectFacts(item.project.id));
  const data = project.data?.recognitions.find((one) => one.id === item.id);
  const recognition = {
    data,
    error: project.data ? new Problem(404, { code: 'not_found' }) : project.error,
    isPending: project.isPending,
    refetch: project.refetch,
  };
  return { recognition, project };
}

/** What a reviewer weighs before a project counts as introduced. */
export function RecognitionFacts({ project }: { project: ProjectFacts }) {
  const t = useT();
  return (
    <div className="desk-project">
      <h2>
        {project.name} <StateTag dimension="stage" code={project.stage} />
      </h2>
      <dl className="facts">
        <div>
          <dt>{t.fund.code}</dt>
          <dd>{project.code}</dd>
        </div>
        <div>
          <dt>{t.fund.track}</dt>
          <dd>{word(t, 'track', project.track)}</dd>
        </div>
        <div>
          <dt>{t.fund.investors}</dt>
          <dd>{project.investors.map((one) => one.name).join(t.common.comma) || '—'}</dd>
        </div>
        <div>
          <dt>{t.fund.total}</dt>
          <dd>
            <Amount fen={project.total_fen} />
          </dd>
        </div>
        <div>
          <dt>{t.fund.agreement}</dt>
          <dd>
            {word(t, 'agreement', project.agreement)} {project.contract_signed_on}
          </dd>
        </div>
        <div>
          <dt>{t.fund.recognised}</dt>
          <dd>
            <Amount fen={project.funds_recognised_fen} />
          </dd>
        </div>
        <div className="wide">
          <dt>{t.fund.place}</dt>
          <dd>{project.place || '—'}</dd>
        </div>
        <div className="wide">
          <dt>{t.fund.content}</dt>
          <dd>{project.content || '—'}</dd>
        </div>
      </dl>
      {project.recognitions.length > 1 && (
        <>
          <h3>{t.fund.otherRecognitions}</h3>
          <ul className="rows">
            {project.recognitions.map((one) => (
              <li key={one.id}>
                <span className="grow">
                  {word(t, 'recognitionEvent', one.event)} · {one.happened_on}
                </span>
                <StateTag dimension="recognitionState" code={one.state} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
