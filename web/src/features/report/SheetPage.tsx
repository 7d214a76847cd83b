import './report.css';
import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';

interface Paper {
  title: string;
  html: string;
}

/** 项目一页纸: read on paper-like ground, printed by the browser, taken away as .docx. */
export default function SheetPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const sheet = useQuery({
    queryKey: ['projects', id, 'sheet'],
    queryFn: ({ signal }) => api.get<Paper>(`/api/v1/projects/${id}/sheet`, undefined, signal),
  });
  return (
    <Page
      title={t.report.sheet}
      sub={t.report.sheetSub}
      crumbs={[
        { label: t.project.title, to: paths.projects },
        { label: sheet.data?.title ?? t.project.one, to: paths.project(id) },
      ]}
      actions={
        <>
          <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
            {t.report.printPdf}
          </Button>
          <Button type="primary" icon={<DownloadOutlined aria-hidden />} href={`/api/v1/projects/${id}/sheet/docx`} download="">
            {t.report.download}
          </Button>
        </>
      }
    >
      <Shown of={sheet} rows={16}>
        {(data) => <div className="paper one-page" role="document" aria-label={t.report.sheet} dangerouslySetInnerHTML={{ __html: data.html }} />}
      </Shown>
    </Page>
  );
}
