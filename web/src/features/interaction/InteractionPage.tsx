import { CheckOutlined, DeleteOutlined, EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Clashing } from '@/ui/interactions/Clashing';
import { NextDue, Standing } from '@/ui/interactions/Standing';
import type { InteractionRecord } from '@/ui/interactions/types';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { word } from '@/ui/words';
import { FinishDialog, RemoveDialog } from './Dialogs';

const InteractionForm = lazy(() => import('@/ui/interactions/InteractionForm'));

/** One visit, call, meeting or letter: who, what came of it, what is next. */
export default function InteractionPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const interaction = useQuery({
    queryKey: ['interactions', 'one', id],
    queryFn: ({ signal }) => api.get<InteractionRecord>(`/api/v1/interactions/${id}`, undefined, signal),
  });
  if (interaction.data) return <Record interaction={interaction.data} />;
  return (
    <Page title={t.interaction.one} crumbs={[{ label: t.interaction.title, to: paths.interactions }]}>
      <Shown of={interaction} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

type Fact = [string, React.ReactNode, boolean?];

function Record({ interaction }: { interaction: InteractionRecord }) {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const [doing, setDoing] = useState<'edit' | 'finish' | 'remove' | null>(null);
  const { actions } = interaction;
  const stop = () => setDoing(null);
  const theirs = interaction.contacts.length + interaction.contacts_hidden > 0 && (
    <ul className="plain-list" key="c">
      {interaction.contacts.map((one) => (
        <li key={one.id}>
          <AppLink to={paths.contact(one.id)}>{one.name}</AppLink> {one.title}
        </li>
      ))}
      {interaction.contacts_hidden > 0 && <li className="soft">{t.interaction.hidden(interaction.contacts_hidden)}</li>}
    </ul>
  );
  const projects = interaction.projects.length > 0 && (
    <ul className="plain-list" key="p">
      {interaction.projects.map((one) => (
        <li key={one.id}>
          <AppLink to={paths.project(one.id)}>{one.name}</AppLink> <span className="num soft">{one.code}</span>
        </li>
      ))}
    </ul>
  );
  const facts: Fact[] = [
    [t.interaction.organisation, <AppLink key="o" to={paths.investor(interaction.organisation.id)}>{interaction.organisation.name}</AppLink>],
    [t.interaction.kind, word(t, 'interactionKind', interaction.kind)],
    [t.interaction.heldOn, <span key="d" className="num">{interaction.held_on}</span>],
    [t.interaction.place, interaction.place],
    [t.interaction.unit, interaction.unit.name],
    [t.interaction.units, interaction.units.map((unit) => unit.name).join(t.common.comma)],
    [t.interaction.ourSide, interaction.our_side.join(t.common.comma)],
    [t.interaction.contacts, theirs],
    [t.interaction.projects, projects],
    [t.interaction.entered, [interaction.entered_by?.name, instant(interaction.entered_at)].filter(Boolean).join(' · ')],
    [t.interaction.summary, interaction.summary || (interaction.standing === 'untold' ? t.interaction.untold : ''), true],
  ];
  const waits = interaction.next_due_on !== null && interaction.next_done_on === null;
  return (
    <Page
      title={interaction.subject}
      crumbs={[{ label: t.interaction.title, to: paths.interactions }]}
      sub={
        <span className="tags">
          <span className="num">{interaction.held_on}</span>
          <Standing standing={interaction.standing} />
        </span>
      }
      actions={
        <>
          {waits && (
            <ActionButton type="primary" icon={<CheckOutlined aria-hidden />} action={actions['finish']} onClick={() => setDoing('finish')}>
              {t.interaction.finish}
            </ActionButton>
          )}
          {can('interaction.write') && (
            <>
              <ActionButton icon={<EditOutlined aria-hidden />} action={actions['edit']} onClick={() => setDoing('edit')}>
                {interaction.standing === 'untold' ? t.interaction.tell : t.common.edit}
              </ActionButton>
              <ActionButton icon={<DeleteOutlined aria-hidden />} action={actions['remove']} onClick={() => setDoing('remove')}>
                {t.interaction.remove}
              </ActionButton>
            </>
          )}
        </>
      }
    >
      <Clashing clashes={interaction.clashes} />
      <div className="grid">
        <section className="panel span-8" aria-label={t.interaction.one}>
          <dl className="facts">
            {facts
              .filter(([, value]) => value !== '' && value !== false)
              .map(([label, value, wide]) => (
                <div key={label} className={wide ? 'wide' : ''}>
                  <dt>{label}</dt>
                  <dd style={wide ? { whiteSpace: 'pre-wrap' } : undefined}>{value}</dd>
                </div>
              ))}
          </dl>
        </section>
        <section className="panel span-4" aria-label={t.interaction.nextStep}>
          <h2>{t.interaction.nextStep}</h2>
          {interaction.next_step === '' ? (
            <p className="soft">{t.interaction.noNext}</p>
          ) : (
            <>
              <p>{interaction.next_step}</p>
              <p className="soft">
                {[interaction.next_owner?.name, interaction.next_done_on && t.interaction.doneOn(interaction.next_done_on)].filter(Boolean).join(' · ')}{' '}
                <NextDue row={interaction} />
              </p>
              {interaction.next_result && <p style={{ whiteSpace: 'pre-wrap' }}>{interaction.next_result}</p>}
            </>
          )}
        </section>
      </div>
      {doing === 'finish' && <FinishDialog interaction={interaction} close={stop} />}
      {doing === 'remove' && <RemoveDialog interaction={interaction} close={stop} done={() => void navigate({ to: paths.interactions, replace: true })} />}
      {doing === 'edit' && (
        <Suspense>
          <InteractionForm interaction={interaction} close={stop} done={stop} />
        </Suspense>
      )}
    </Page>
  );
}
