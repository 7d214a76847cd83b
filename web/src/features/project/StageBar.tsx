import { CheckOutlined } from '@ant-design/icons';
import { useT } from '@/i18n';
import { useNarrow } from '@/ui/useNarrow';
import { word } from '@/ui/words';
import { stagesOf } from './stages';
import type { ProjectView } from './types';

/** Where the project stands, and what the next stage still asks for. */
export function StageBar({ project }: { project: ProjectView }) {
  const t = useT();
  const narrow = useNarrow();
  const stages = stagesOf(project.kind);
  const at = stages.indexOf(project.stage);
  const reached = new Map(project.stage_log.map((entry) => [entry.to_stage, entry.happened_on]));
  const next = project.next_stages.slice(-1)[0];
  return (
    <section className="panel" aria-label={t.project.stageBar}>
      {narrow ? (
        <div className="stage-now">
          <strong>{word(t, 'stage', project.stage)}</strong>
          <span className="soft num">
            {at + 1}/{stages.length}
          </span>
        </div>
      ) : (
        <ol className="stages">
          {stages.map((stage, index) => (
            <li key={stage} className={index < at ? 'done' : index === at ? 'now' : ''} {...(index === at ? { 'aria-current': 'step' as const } : {})}>
              <span className="dot" aria-hidden>
                {index < at ? <CheckOutlined /> : index + 1}
              </span>
              <span>{word(t, 'stage', stage)}</span>
              <small className="num">{reached.get(stage) ?? ''}</small>
            </li>
          ))}
        </ol>
      )}
      {next && project.status === 'ongoing' && (
        <p className="missing">
          {project.missing.length === 0 ? (
            <span className="tag good">
              {t.project.nextReady} · {word(t, 'stage', next)}
            </span>
          ) : (
            <>
              <span className="soft">
                {t.common.withUnit(t.project.nextMissing, word(t, 'stage', project.missing[0]?.stage ?? next))}
              </span>
              {project.missing.map((item) => (
                <span key={item.field} className="tag warn">
                  {item.message}
                </span>
              ))}
            </>
          )}
        </p>
      )}
    </section>
  );
}
