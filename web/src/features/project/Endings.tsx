import { useT } from '@/i18n';
import { StateTag, word } from '@/ui/words';
import type { ProjectView } from './types';

/** 流失与恢复: how the project was given up, each time, and why it was taken up again. */
export function Endings({ project }: { project: ProjectView }) {
  const t = useT();
  if (project.endings.length === 0) return null;
  return (
    <section className="panel" aria-label={t.loss.ofProject}>
      <h2>{t.loss.ofProject}</h2>
      <ul className="rows">
        {project.endings.map((one) => (
          <li key={one.no}>
            <div className="grow">
              <span className="tags">
                <StateTag dimension="status" code={one.status} />
                <span className="tag">{word(t, 'lossReason', one.reason)}</span>
                <span className="num soft">{one.ended_on}</span>
              </span>
              {(one.winner_area !== null || one.winner !== '') && (
                <div>
                  {t.loss.winner}: {[one.winner_area?.name, one.winner].filter(Boolean).join(' ')}
                </div>
              )}
              {one.lesson && (
                <div>
                  {t.loss.lesson}: {one.lesson}
                </div>
              )}
              {one.reopened_on && <div className="soft">{t.loss.reopened(one.reopened_on, one.reopened_reason)}</div>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
