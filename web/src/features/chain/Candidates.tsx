import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import type { Candidates as Found, LinkView } from '@/ui/chains/types';
import { Factors } from '@/ui/Factors';
import { Empty, Shown } from '@/ui/States';
import { AimDialog } from './TargetDialogs';

/** Investors that fit a link, each with its points and what speaks for and against it. */
export function Candidates({ link, unit, back }: { link: LinkView; unit: string; back: () => void }) {
  const t = useT();
  const [aiming, setAiming] = useState<Found['items'][number] | null>(null);
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
      <Shown of={found} rows={8}>
        {({ items, compared, aim }) =>
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
                    <ActionButton size="small" action={aim} onClick={() => setAiming(one)} aria-label={`${t.chain.makeTarget} ${one.organisation.name}`}>
                      {t.chain.makeTarget}
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
