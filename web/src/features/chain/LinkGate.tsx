import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { linkQuery } from './queries';

/** The address of a link leads to its chain, with the link open. */
export default function LinkGate() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const link = useQuery(linkQuery(id));
  if (link.data) return <Navigate to={paths.chain(link.data.chain_id)} search={{ link: id } as never} replace />;
  return (
    <Page title={t.chain.link} crumbs={[{ label: t.chain.title, to: paths.chains }]}>
      <Shown of={link}>{() => null}</Shown>
    </Page>
  );
}
