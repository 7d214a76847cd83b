import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { PlainTable } from '@/ui/PlainTable';
import { word } from '@/ui/words';
import type { Evidence } from './types';

/** Proved contacts; of both sides of a dispute with the side. */
export function EvidenceTable({ label, rows, sides }: { label: string; rows: Evidence[]; sides?: boolean }) {
  const t = useT();
  if (rows.length === 0) return <p className="soft">{t.claim.noEvidence}</p>;
  return (
    <PlainTable
      label={label}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        ...(sides ? [{ title: t.claim.side, cell: (row: Evidence) => row.unit.short_name || row.unit.name }] : []),
        { title: t.claim.proof, head: true, cell: (row) => word(t, 'claimProof', row.proof) },
        { title: t.claim.happenedOn, cell: (row) => <span className="num nowrap">{row.happened_on}</span> },
        { title: t.claim.talked, cell: (row) => row.text },
        {
          title: t.claim.file,
          cell: (row) => (
            <a href={`/api/v1/claim-evidence/${row.id}`} target="_blank" rel="noopener">
              {row.name}
            </a>
          ),
        },
        { title: t.claim.addedBy, cell: (row) => [row.added_by?.name, instant(row.added_at)].filter(Boolean).join(' · ') },
      ]}
    />
  );
}
