import './ledger.css';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Alert, App, Progress, Tabs } from 'antd';
import { useEffect, useRef } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/http';
import { Problem } from '@/api/problem';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { StateTag } from '@/ui/words';
import { ChoiceForm } from './ChoiceForm';
import { Phases } from './Phases';
import { batchQuery } from './queries';
import { Rows } from './Rows';
import type { Batch, Counts } from './types';

const made = [['projects'], ['funds'], ['organisations'], ['review'], ['dashboard'], ['scores'], ['figure'], ['summary'], ['ledger', 'list'], ['ledger', 'rows']];

/** One workbook on its way in: how it was read, what is wrong, import, undo. */
export default function BatchPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const t = useT();
  const batch = useQuery(batchQuery(id));
  useArrivals(batch.data);
  return (
    <Page
      title={batch.data?.file_name ?? t.nav.imports}
      heading={
        batch.data ? (
          <>
            {batch.data.file_name} <StateTag dimension="batchState" code={batch.data.state} />
          </>
        ) : (
          t.nav.imports
        )
      }
      sub={batch.data && `${instant(batch.data.created_at)} ${batch.data.created_by?.name ?? ''}`}
      crumbs={[{ label: t.nav.imports, to: paths.imports }]}
      actions={batch.data && <Doing batch={batch.data} />}
    >
      <Shown of={batch}>{(data) => <Body batch={data} />}</Shown>
    </Page>
  );
}

/** When the server has finished, everything that shows projects or money is old. */
function useArrivals(batch: Batch | undefined) {
  const client = useQueryClient();
  const before = useRef(batch?.state);
  useEffect(() => {
    if (before.current === 'importing' && batch && batch.state !== 'importing') {
      for (const queryKey of made) void client.invalidateQueries({ queryKey });
    }
    before.current = batch?.state;
  }, [batch, client]);
}

function Doing({ batch }: { batch: Batch }) {
  const t = useT();
  const can = useCan()('ledger.write');
  const { modal } = App.useApp();
  const refresh = [['ledger', 'batch', batch.id], ...made];
  const run = useWrite((_: null, key) => api.post<Batch>(`/api/v1/ledger/batches/${batch.id}/import`, { version: batch.version }, key), { refresh });
  const undo = useWrite(
    async (_: null, key) => {
      try {
        return await api.post<Batch>(`/api/v1/ledger/batches/${batch.id}/undo`, { version: batch.version }, key);
      } catch (error) {
        if (error instanceof Problem && error.status === 409 && error.errors.length > 0) {
          modal.error({
            title: t.ledger.undoBlocked,
            content: (
              <>
                <p>{error.message}</p>
                <ul className="tight">
                  {error.errors.slice(0, 20).map((one, at) => (
                    <li key={at}>{one.message}</li>
                  ))}
                </ul>
              </>
            ),
            okText: t.common.close,
          });
          return batch;
        }
        throw error;
      }
    },
    { refresh },
  );
  const { counts } = batch;
  const reason = !can
    ? t.ledger.noWrite
    : !batch.choice
      ? t.ledger.choose
      : counts.error > 0
        ? t.ledger.errorsLeft(counts.error)
        : counts.data === 0
          ? t.ledger.nothing
          : undefined;
  if (batch.state === 'ready') {
    return (
      <ActionButton
        type="primary"
        disabledReason={reason}
        loading={run.isPending}
        onClick={() => modal.confirm({ title: t.ledger.importAsk(counts.data), content: t.ledger.importAskHint, okText: t.ledger.import, cancelText: t.common.cancel, onOk: () => run.mutate(null) })}
      >
        {t.ledger.import}
      </ActionButton>
    );
  }
  if (batch.state === 'imported') {
    return (
      <ActionButton
        disabledReason={can ? undefined : t.ledger.noWrite}
        loading={undo.isPending}
        onClick={() => modal.confirm({ title: t.ledger.undoAsk, content: t.ledger.undoAskHint, okText: t.ledger.undo, cancelText: t.common.cancel, onOk: () => undo.mutate(null) })}
      >
        {t.ledger.undo}
      </ActionButton>
    );
  }
  return null;
}

function Body({ batch }: { batch: Batch }) {
  const t = useT();
  const [search, change] = useSearchState();
  if (batch.state === 'reading' || batch.state === 'importing') return <Working batch={batch} />;
  const open = batch.state === 'ready';
  const tab = search['tab'] ?? (open && !batch.choice ? 'columns' : 'rows');
  return (
    <div className="stack">
      {batch.state === 'failed' && <Alert type="error" showIcon title={t.ledger.failed} description={batch.message ?? t.ledger.failedHint} />}
      {open && batch.message && <Alert type="error" showIcon title={t.ledger.givenBack} description={batch.message} />}
      {batch.state === 'undone' && <Alert type="info" showIcon title={t.ledger.undone} />}
      {open && batch.imported_before && (
        <Alert
          type="warning"
          showIcon
          title={
            <>
              {t.ledger.before(instant(batch.imported_before.at))} <AppLink to={paths.batch(batch.imported_before.id)}>{t.common.open}</AppLink>
            </>
          }
        />
      )}
      {batch.state === 'imported' && <Result batch={batch} />}
      {batch.counts && <CountsBar counts={batch.counts} />}
      {batch.state !== 'undone' && <Phases batch={batch} />}
      <Tabs
        activeKey={tab}
        onChange={(next) => change({ tab: next })}
        destroyOnHidden
        items={[
          { key: 'columns', label: t.ledger.tabColumns, children: <ChoiceForm key={batch.version} batch={batch} readOnly={!open} /> },
          { key: 'rows', label: t.ledger.tabRows, children: batch.choice ? <Rows batch={batch} readOnly={!open} /> : <div className="panel">{t.ledger.choose}</div> },
        ]}
      />
    </div>
  );
}

function Working({ batch }: { batch: Batch }) {
  const t = useT();
  const { done, total } = batch.progress ?? { done: 0, total: 0 };
  const text = batch.state === 'reading' ? t.ledger.reading : t.ledger.importing;
  return (
    <div className="panel working" role="status" aria-live="polite">
      <h2>{text}</h2>
      <Progress percent={total > 0 ? Math.floor((done / total) * 100) : 0} status="active" aria-label={text} />
      <p className="soft">{total > 0 ? t.ledger.progress(done.toLocaleString('en-US'), total.toLocaleString('en-US')) : t.common.loading}</p>
      {batch.state === 'importing' && <p className="soft">{t.ledger.allOrNothing}</p>}
    </div>
  );
}

function Result({ batch }: { batch: Batch }) {
  const t = useT();
  const parts = Object.entries(batch.result ?? {}).filter(([, count]) => typeof count === 'number' && count > 0);
  return (
    <Alert
      type="success"
      showIcon
      title={t.ledger.imported}
      description={
        <>
          {parts.map(([name, count]) => `${t.ledger.made[name] ?? name} ${count}`).join(' · ')}{' '}
          <span className="result-links">
            <AppLink to={paths.projects}>{t.nav.projects}</AppLink> <AppLink to={paths.funds}>{t.nav.funds}</AppLink> <AppLink to={paths.review}>{t.nav.review}</AppLink>
          </span>
        </>
      }
    />
  );
}

/** How many rows of which kind, and what stands in the way. */
function CountsBar({ counts }: { counts: Counts }) {
  const t = useT();
  const kinds = ['data', 'subtotal', 'note', 'blank'] as const;
  return (
    <ul className="counts" aria-label={t.ledger.counts}>
      {kinds.map((kind) => (
        <li key={kind}>
          <strong className="num">{counts[kind].toLocaleString('en-US')}</strong> {t.ledger.rowKind[kind]}
        </li>
      ))}
      <li className={counts.error > 0 ? 'bad' : ''}>
        <strong className="num">{counts.error}</strong> {t.ledger.severity.error}
      </li>
      <li className={counts.warning > 0 ? 'warn' : ''}>
        <strong className="num">{counts.warning}</strong> {t.ledger.severity.warning}
      </li>
    </ul>
  );
}
