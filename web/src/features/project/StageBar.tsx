import { CheckOutlined, MinusOutlined, WarningOutlined } from '@ant-design/icons';
import { useT } from '@/i18n';
import { useNarrow } from '@/ui/useNarrow';
import { word } from '@/ui/words';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { stagesOf } from './stages';
import type { Missing, ProjectView } from './types';

/** Where the project stands, and what the next stage still asks for. */
export function StageBar({ project }: { project: ProjectView }) {
  const t = useT();
  const narrow = useNarrow();
  const stages = stagesOf(project.kind);
  const at = stages.indexOf(project.stage);
  const reached = new Map(project.stage_log.map((entry) => [entry.to_stage, entry.holds_on]));
  const next = project.next_stages.slice(-1)[0];
  const holed = new Set(project.holes.map((one) => one.stage));
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
            <li key={stage} className={index < at ? (reached.has(stage) ? 'done' : 'done unlogged') : index === at ? 'now' : ''} {...(index === at ? { 'aria-current': 'step' as const } : {})}>
              <span className="dot" aria-hidden>
                {index >= at ? index + 1 : reached.has(stage) ? <CheckOutlined /> : <MinusOutlined />}
              </span>
              <span>{word(t, 'stage', stage)}</span>
              <small className="num">{reached.get(stage) ?? (index < at ? t.project.stageUnlogged : '')}</small>
              {holed.has(stage) && (
                <span className="tag bad">
                  <WarningOutlined aria-hidden /> {t.project.holeTag}
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
      {project.holes.length > 0 && <Needs title={t.project.holes} list={project.holes} bad />}
      {next && project.status === 'ongoing' && project.missing.length === 0 && project.holes.length === 0 && (
        <p className="missing">
          <span className="tag good">
            {t.project.nextReady} · {word(t, 'stage', next)}
          </span>
        </p>
      )}
      {next && project.status === 'ongoing' && project.missing.length > 0 && (
        <Needs title={t.common.withUnit(t.project.nextMissing, word(t, 'stage', project.missing[0]?.stage ?? next))} list={project.missing} />
      )}
      <p className="soft needs-all">
        <AppLink to={paths.stages}>{t.project.gatesAll}</AppLink>
      </p>
    </section>
  );
}

/** What is needed, each with who can supply it. */
export function Needs({ title, list, bad }: { title: string; list: Missing[]; bad?: boolean }) {
  const t = useT();
  return (
    <div className="needs">
      <p>{title}</p>
      <ul>
        {list.map((one) => (
          <li key={`${one.stage}${one.field}${one.items.join()}`}>
            <span className={bad ? 'tag bad' : 'tag warn'}>{t.project.needWhat[one.what] ?? one.what}</span>
            <span className="grow">{one.message}</span>
            <span className="soft">{t.project.suppliedBy(one.from_text)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
