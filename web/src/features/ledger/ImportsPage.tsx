import './ledger.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Drop } from '@/ui/Drop';
import { Page } from '@/ui/Page';
import { Empty, Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { StateTag } from '@/ui/words';
import { batchesQuery } from './queries';
import type { Batch } from './types';

/** Brings a ledger in: drop the workbook, see how it was read, decide, import. */
export default function ImportsPage() {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const batches = useQuery(batchesQuery);
  const upload = useWrite(
    (file: File, key) => {
      const form = new FormData();
      form.append('file', file);
      return api.post<Batch>('/api/v1/ledger/batches', form, key);
    },
    { refresh: [['ledger']], onDone: (batch) => void navigate({ to: paths.batch(batch.id) }) },
  );
  return (
    <Page title={t.nav.imports} sub={t.ledger.sub}>
      <div className="stack">
        {can('ledger.write') && (
          <section className="panel" aria-label={t.ledger.upload}>
            <Drop
              title={upload.isPending ? t.ledger.uploading : t.ledger.upload}
              hint={t.ledger.uploadHint}
              accept=".xlsx,.xls,.csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,application/vnd.ms-excel,text/csv"
              busy={upload.isPending}
              onFiles={([file]) => file && upload.mutate(file)}
            />
          </section>
        )}
        <section className="panel" aria-label={t.ledger.batches}>
          <h2>{t.ledger.batches}</h2>
          <Shown of={batches} rows={4}>
            {({ items }) =>
              items.length === 0 ? (
                <Empty title={t.ledger.noBatches} hint={t.ledger.noBatchesHint} />
              ) : (
                <ul className="rows">
                  {items.map((batch) => (
                    <li key={batch.id}>
                      <div className="grow">
                        <AppLink to={paths.batch(batch.id)}>{batch.file_name}</AppLink>
                        <div className="soft">
                          {instant(batch.created_at)} {batch.created_by?.name}
                          {batch.counts && ` · ${t.ledger.rowsN(batch.counts.data)}`}
                        </div>
                      </div>
                      {batch.state === 'ready' && batch.counts?.error > 0 && <span className="tag bad">{t.ledger.errorsN(batch.counts.error)}</span>}
                      <StateTag dimension="batchState" code={batch.state} />
                    </li>
                  ))}
                </ul>
              )
            }
          </Shown>
        </section>
      </div>
    </Page>
  );
}
