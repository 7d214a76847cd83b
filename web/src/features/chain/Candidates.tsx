import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { api } from '@/api/http';
import { useOfficeDay } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import type { Candidates as Found, LinkView, TargetRecord } from '@/ui/chains/types';
import { Factors } from '@/ui/Factors';
import { Empty, Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { CHAINS } from './queries';
import { AimDialog, DAYS } from './TargetDialogs';

/** Investors that fit a link, each with its points and what speaks for and against it. */
export function Candidates({ link, unit, back }: { link: LinkView; unit: string; back: () => void }) {
  const t = useT();
  const today = useOfficeDay();
  const [aiming, setAiming] = useState<Found['items'][number] | null>(null);
  const [made, setMade] = useState<TargetRecord | null>(null);
  // One click: the unit in the lead has it, for a month; both can be changed afterwards.
  const aim = useWrite(
    (one: Found['items'][number], key) =>
      api.post<TargetRecord>(
        `/api/v1/chain-links/${link.id}/targets`,
        { organisation_id: one.organisation.id, unit_id: unit, due_on: dayjs(today).add(DAYS, 'day').format('YYYY-MM-DD'), reason: t.chain.whyFit(one.points) },
        key,
      ),
    { refresh: CHAINS, onDone: setMade },
  );
  const undo = useWrite((target: TargetRecord, key) => api.post(`/api/v1/chain-targets/${target.id}/take-back`, { version: target.version }, key), {
    said: t.chain.takenBack,
    refresh: CHAINS,
    onDone: () => setMade(null),
  });
  const found = useQuery({
    queryKey: ['chains', 'investors-for', link.id, link.version],
    queryFn: ({ signal }) => api.get<Found>(`/api/v1/chain-links/${link.id}/investors`, undefined, signal),
  });
  return (
    <>
      <Button size="small" icon={<ArrowLeftOutlined aria-hidden />} onClick={back}>
        {t.chain.backToLink}
      </Button>
      <p className="soft" style={{ marginTop: 12 }}>
        {t.chain.findHint}
      </p>
      {made && (
        <Alert
          type="success"
          showIcon
          role="status"
          style={{ marginBottom: 12 }}
          title={t.chain.aimedAs(made.organisation?.name ?? '', made.unit.short_name || made.unit.name, made.due_on)}
          action={
            <Button size="small" loading={undo.isPending} onClick={() => undo.mutate(made)}>
              {t.chain.takeBack}
            </Button>
          }
        />
      )}
      <Shown of={found} rows={8}>
        {({ items, compared, aim: may }) =>
          items.length === 0 ? (
            <Empty title={t.chain.noCandidates} hint={t.chain.noCandidatesHint} />
          ) : (
            <>
              <p className="soft">{t.chain.compared(compared)}</p>
              {items.map((one) => (
                <article key={one.organisation.id} className="intent">
                  <header>
                    <p>
                      <AppLink to={paths.investor(one.organisation.id)}>{one.organisation.name}</AppLink>
                    </p>
                    <strong className="num">{t.profile.points(one.points)}</strong>
                    <ActionButton size="small" type="primary" action={may} loading={aim.isPending && aim.variables === one} onClick={() => aim.mutate(one)} aria-label={`${t.chain.makeTarget} ${one.organisation.name}`}>
                      {t.chain.makeTarget}
                    </ActionButton>
                    <ActionButton size="small" action={may} onClick={() => setAiming(one)} aria-label={`${t.chain.chooseUnit} ${one.organisation.name}`}>
                      {t.chain.chooseUnit}
                    </ActionButton>
                  </header>
                  <p className="soft">
                    {[
                      one.industry && `${one.industry.code} ${t.industry.name(one.industry.code, one.industry.name)}`,
                      one.intent && t.chain.byIntent(one.intent.content),
                      ...one.tags,
                      one.occupied_by && t.chain.occupiedBy(one.occupied_by),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </p>
                  <Factors factors={one.factors} />
                </article>
              ))}
            </>
          )
        }
      </Shown>
      {aiming && <AimDialog link={link.id} organisation={aiming.organisation} reason={t.chain.whyFit(aiming.points)} unit={unit} close={() => setAiming(null)} done={back} />}
    </>
  );
}
