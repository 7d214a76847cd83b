import './supervision.css';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { PageOf, ProjectRef } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '../AppLink';
import { Empty, Shown } from '../States';
import { StateTag } from '../words';
import { useLevelName, useOfficeIssues } from './queries';
import type { SupervisionRow } from './types';

const IssueDialog = lazy(() => import('./IssueDialog'));

/** The notes of a project, the newest due first, and the way to issue another. */
export function SupervisionSection({ project }: { project: ProjectRef }) {
  const t = useT();
  const can = useCan();
  const issues = useOfficeIssues();
  const [issuing, setIssuing] = useState(false);
  const notes = useQuery({
    queryKey: ['supervisions', 'of', project.id],
    queryFn: ({ signal }) => api.get<PageOf<SupervisionRow>>('/api/v1/supervisions', { project: project.id, sort: '-due_on' }, signal),
    enabled: can('supervision.read'),
  });
  return (
    <section className="panel" aria-label={t.supervision.ofProject}>
      <div className="panel-head">
        <h2>{t.supervision.ofProject}</h2>
        {issues && (
          <Button size="small" onClick={() => setIssuing(true)}>
            {t.supervision.issue}
          </Button>
        )}
      </div>
      <Shown of={notes} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t.supervision.noneOfProject} hint="" />
          ) : (
            <ul className="rows">
              {items.map((one) => (
                <NoteItem key={one.id} note={one} />
              ))}
            </ul>
          )
        }
      </Shown>
      {issuing && (
        <Suspense>
          <IssueDialog project={project} close={() => setIssuing(false)} />
        </Suspense>
      )}
    </section>
  );
}

/** One note in a short list. */
export function NoteItem({ note, of }: { note: SupervisionRow; of?: boolean }) {
  const t = useT();
  const where = [note.code, note.unit.short_name || note.unit.name, of && note.project?.name].filter(Boolean).join(' · ');
  return (
    <li>
      <div className="grow">
        <AppLink to={paths.supervision(note.id)}>{note.title}</AppLink>
        <div className="soft">
          {where}
          {!note.level.praise && (
            <>
              {' · '}
              {t.supervision.due} <span className="num nowrap">{note.due_on}</span>
            </>
          )}
        </div>
      </div>
      <NoteStanding note={note} />
    </li>
  );
}

/** The level by its name, and how the note stands; lateness is a word, not only a colour. */
export function NoteStanding({ note }: { note: SupervisionRow }) {
  const t = useT();
  return (
    <span className="tags">
      <LevelTag name={note.level.name} colour={note.level.colour} />
      {!note.level.praise && <StateTag dimension="supervisionState" code={note.state} />}
      {note.overdue && <span className="tag bad">{t.supervision.late}</span>}
    </span>
  );
}

export function LevelTag({ name, colour }: { name: string; colour: string }) {
  const named = useLevelName();
  return <span className={`tag of-${colour}`}>{named(name)}</span>;
}
