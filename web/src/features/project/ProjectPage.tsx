import { EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { Problem } from '@/api/problem';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { AdmissionSection } from '@/ui/admissions/AdmissionSection';
import { CommitmentSection } from '@/ui/commitments/CommitmentSection';
import { SupportSection } from '@/ui/commitments/SupportSection';
import { Grade } from '@/ui/keeping/Grade';
import { LightSection } from '@/ui/lights/LightSection';
import { Page } from '@/ui/Page';
import { ProblemSection } from '@/ui/problems/ProblemSection';
import { Shown } from '@/ui/States';
import { SupervisionSection } from '@/ui/supervision/SupervisionSection';
import { Timeline } from '@/ui/timeline/Timeline';
import { ClaimSection } from '@/ui/claims/ClaimSection';
import { TransferSection } from '@/ui/transfers/TransferSection';
import { useSearchState } from '@/ui/useSearch';
import { StateTag, word } from '@/ui/words';
import { AdvanceDialog, ClaimDialog, StatusDialog } from './Dialogs';
import { CorrectDialog } from './CorrectDialog';
import { Cover } from './Cover';
import { Documents } from './Documents';
import { Endings } from './Endings';
import { History } from './History';
import { KeepingSection } from './Keeping';
import { Milestones } from './Milestones';
import { Funds, MoneyStrip } from './Money';
import { PartsSection } from './Parts';
import { SecretSection } from './Secret';
import { Amounts, Basics, Parties, Recognitions, StageLog, Units } from './Sections';
import { SitesSection } from './Sites';
import { Sponsor } from './Sponsor';
import { StageBar } from './StageBar';
import type { CoverView, ProjectView, StageEntry } from './types';

const ProjectForm = lazy(() => import('./ProjectForm'));

type Doing = 'advance' | 'status' | 'claim' | null;

export default function ProjectPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const project = useQuery({
    queryKey: ['projects', id],
    queryFn: ({ signal }) => api.get<ProjectView>(`/api/v1/projects/${id}`, undefined, signal),
  });
  // What one may not read may be a code-named project, of which there is a cover.
  const absent = project.error instanceof Problem && project.error.isAbsent;
  const cover = useQuery({
    queryKey: ['projects', id, 'cover'],
    queryFn: ({ signal }) => api.get<CoverView>(`/api/v1/projects/${id}/cover`, undefined, signal),
    enabled: absent,
  });
  if (project.data) return <Record project={project.data} />;
  if (absent && cover.data) return <Cover cover={cover.data} />;
  return (
    <Page title={t.project.one} crumbs={[{ label: t.project.title, to: paths.projects }]}>
      {absent && cover.isPending ? null : (
        <Shown of={project} rows={12}>
          {() => null}
        </Shown>
      )}
    </Page>
  );
}

function Record({ project }: { project: ProjectView }) {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const [search, change] = useSearchState();
  const [doing, setDoing] = useState<Doing>(null);
  const [correcting, setCorrecting] = useState<StageEntry | null>(null);
  const stop = () => setDoing(null);
  const { actions } = project;
  const writes = can('project.write');
  return (
    <Page
      title={project.name}
      crumbs={[{ label: t.project.title, to: paths.projects }]}
      sub={
        <span className="tags">
          <span className="num">{project.code}</span>
          <StateTag dimension="stage" code={project.stage} />
          <StateTag dimension="status" code={project.status} />
          <span className="tag">{word(t, 'track', project.track)}</span>
          <span className="tag">{word(t, 'kind', project.kind)}</span>
          <span className="tag">{word(t, 'structure', project.structure)}</span>
          {project.parts > 0 && <span className="tag accent">{t.project.bundle}</span>}
          {project.parent && (
            <span>
              {t.project.partOf} <AppLink to={paths.project(project.parent.id)}>{project.parent.name}</AppLink>
            </span>
          )}
          {project.high_technology && <span className="tag accent">{t.project.highTech}</span>}
          {project.grade && <Grade grade={project.grade} />}
          {project.code_name && (
            <span className="tag warn">
              {t.secret.cover} · {project.code_name.alias} · {t.secret.onlyKnown}
            </span>
          )}
        </span>
      }
      actions={
        <>
          {writes && (
            <>
              <ActionButton type="primary" action={actions['advance']} onClick={() => setDoing('advance')}>
                {t.project.advance}
              </ActionButton>
              <ActionButton action={actions['add_fund']} onClick={() => void navigate({ to: paths.funds, search: { claim: project.id } as never })}>
                {t.project.addFund}
              </ActionButton>
              <ActionButton action={actions['claim_recognition']} onClick={() => setDoing('claim')}>
                {t.project.claimRecognition}
              </ActionButton>
              <ActionButton action={actions['set_status']} onClick={() => setDoing('status')}>
                {t.project.setStatus}
              </ActionButton>
              <ActionButton icon={<EditOutlined />} action={actions['edit']} onClick={() => change({ edit: '1' })}>
                {t.common.edit}
              </ActionButton>
            </>
          )}
          <Button onClick={() => void navigate({ to: paths.sheet(project.id) })}>{t.project.sheet}</Button>
        </>
      }
    >
      {project.warnings.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t.project.warnings}
          description={
            <ul className="plain-list">
              {project.warnings.map((one) => (
                <li key={one.field + one.code}>{one.message}</li>
              ))}
            </ul>
          }
        />
      )}
      <StageBar project={project} />
      <MoneyStrip project={project} />
      <div className="grid">
        <div className="span-8 stack">
          <Basics project={project} />
          <Amounts project={project} />
          <PartsSection project={project} writes={writes} />
          {can('fund.read') && <Funds project={project} />}
          {can('admission.read') && <AdmissionSection project={project} writes={can('admission.write') && actions['edit']?.ok !== false} />}
          {can('commitment.read') && <CommitmentSection project={project} writes={can('commitment.write') && actions['edit']?.ok !== false} />}
          {can('commitment.read') && <SupportSection project={project} writes={can('commitment.write') && actions['edit']?.ok !== false} />}
          <Documents project={project} />
          <SitesSection project={project.id} />
          <Milestones project={project.id} />
          <Timeline
            project={project.id}
            stages={<StageLog project={project} correct={writes && actions['correct_date']?.ok !== false ? setCorrecting : undefined} />}
          />
        </div>
        <div className="span-4 stack">
          <LightSection project={project.id} />
          <KeepingSection project={project.id} />
          <Endings project={project} />
          {can('problem.read') && <ProblemSection project={project} />}
          {can('supervision.read') && <SupervisionSection project={project} />}
          <Sponsor project={project.id} />
          <Units project={project} />
          {can('claim.read') && <ClaimSection of={{ project: project.id }} />}
          <TransferSection project={project} />
          <Parties project={project} />
          <Recognitions project={project} />
          <SecretSection project={project} writes={writes && actions['edit']?.ok !== false} />
          <History id={project.id} />
        </div>
      </div>
      {doing === 'advance' && <AdvanceDialog project={project} close={stop} />}
      {doing === 'status' && <StatusDialog project={project} close={stop} />}
      {correcting && <CorrectDialog project={project} entry={correcting} close={() => setCorrecting(null)} />}
      {doing === 'claim' && <ClaimDialog project={project} close={stop} />}
      {search['edit'] !== undefined && actions['edit']?.ok !== false && writes && (
        <Suspense>
          <ProjectForm project={project} close={() => change({ edit: undefined }, { replace: true })} done={() => change({ edit: undefined }, { replace: true })} />
        </Suspense>
      )}
    </Page>
  );
}
