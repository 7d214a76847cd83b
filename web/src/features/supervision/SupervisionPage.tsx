import '@/ui/supervision/supervision.css';
import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { LevelTag, NoteStanding } from '@/ui/supervision/SupervisionSection';
import type { SupervisionRecord } from '@/ui/supervision/types';
import { EscalateDialog, StepDialog, type Step } from './Dialogs';

/** One note: what is asked of whom, by when, what was done. */
export default function SupervisionPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const note = useQuery({
    queryKey: ['supervisions', 'one', id],
    queryFn: ({ signal }) => api.get<SupervisionRecord>(`/api/v1/supervisions/${id}`, undefined, signal),
  });
  if (note.data) return <Record note={note.data} />;
  return (
    <Page title={t.supervision.one} crumbs={[{ label: t.supervision.title, to: paths.supervisions }]}>
      <Shown of={note} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

function Record({ note }: { note: SupervisionRecord }) {
  const t = useT();
  const can = useCan();
  const [doing, setDoing] = useState<Step | 'escalate' | null>(null);
  const stop = () => setDoing(null);
  // Of the steps of a note only those of its state are shown; who may not take them reads why.
  const steps: { step: Step | 'escalate'; when: string[]; primary?: boolean }[] = [
    { step: 'answer', when: ['open'], primary: true },
    { step: 'close', when: ['answered'], primary: true },
    { step: 'send_back', when: ['answered'] },
    { step: 'escalate', when: ['open'] },
    { step: 'interview', when: ['open', 'answered'] },
    { step: 'cancel', when: ['open'] },
  ];
  return (
    <Page
      title={note.title}
      crumbs={[{ label: t.supervision.title, to: paths.supervisions }]}
      sub={
        <span className="tags">
          <span className="num">{note.code}</span>
          <NoteStanding note={note} />
        </span>
      }
      actions={
        <>
          {can('supervision.write') &&
            steps
              .filter((one) => one.when.includes(note.state))
              .map((one) => (
                <ActionButton key={one.step} type={one.primary ? 'primary' : 'default'} action={note.actions[one.step]} onClick={() => setDoing(one.step)}>
                  {t.supervision.steps[one.step]}
                </ActionButton>
              ))}
          <Button icon={<DownloadOutlined aria-hidden />} href={`/api/v1/supervisions/${note.id}/docx`} download="">
            {t.supervision.docx}
          </Button>
        </>
      }
    >
      <div className="grid">
        <section className="panel span-7" aria-label={t.supervision.one}>
          <Facts note={note} />
        </section>
        <section className="panel span-5" aria-label={t.supervision.log}>
          <h2>{t.supervision.log}</h2>
          <ol className="log">
            {note.log.map((entry) => (
              <li key={entry.no}>
                <span className="num soft nowrap">{entry.happened_on}</span>
                <div>
                  <strong>{t.supervision.acts[entry.act] ?? entry.act}</strong>{' '}
                  {(entry.act === 'issue' || entry.act === 'escalate') && <LevelTag name={entry.level_name} colour={entry.colour} />} {entry.act === 'issue' ? '' : entry.text}
                  <div className="soft">{[entry.done_by?.name, instant(entry.done_at)].filter(Boolean).join(' · ')}</div>
                </div>
              </li>
            ))}
          </ol>
        </section>
      </div>
      {doing === 'escalate' && <EscalateDialog note={note} close={stop} />}
      {doing !== null && doing !== 'escalate' && <StepDialog note={note} step={doing} close={stop} />}
    </Page>
  );
}

function Facts({ note }: { note: SupervisionRecord }) {
  const t = useT();
  const facts: [string, React.ReactNode, boolean?][] = [
    [t.supervision.unit, note.unit.name],
    [t.supervision.project, note.project && <AppLink key="project" to={paths.project(note.project.id)}>{note.project.name}</AppLink>],
    [t.supervision.problem, note.problem && <AppLink key="problem" to={paths.problem(note.problem.id)}>{note.problem.title}</AppLink>],
    [
      t.supervision.instruction,
      note.instruction && (
        <AppLink key="instruction" to={paths.instruction(note.instruction.id)}>
          {note.instruction.leader} {note.instruction.code}
        </AppLink>
      ),
    ],
    [t.supervision.issuedOn, [note.issued_on, note.issued_by?.name].filter(Boolean).join(' · ')],
    [t.supervision.due, note.level.praise ? '' : <span key="due" className="num">{note.due_on}</span>],
    [t.supervision.closedOn, note.closed_on],
    [t.supervision.content, note.content, true],
    [t.supervision.answer, note.level.praise ? '' : note.answer || t.supervision.noAnswer, true],
    [t.supervision.answeredOn, [note.answered_on, note.answered_by?.name].filter(Boolean).join(' · ')],
  ];
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== '' && value !== null)
        .map(([label, value, wide]) => (
          <div key={label} className={wide ? 'wide' : ''}>
            <dt>{label}</dt>
            <dd style={wide ? { whiteSpace: 'pre-wrap' } : undefined}>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
