// The monthly circular: written from records, its figures open their rows, how it is written is settled once, and the
// scores are taken away as a workbook.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, open, startDemo } from './support.mjs';

describe('the monthly circular', () => {
  let demo;
  let browser;
  before(async () => {
    demo = await startDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('is read, traced and taken away by a leader', async () => {
    const leader = await open(browser, demo, 'district_leader');
    const { page } = leader;
    await leader.go('/circular?month=2013-08');
    await page.getByRole('heading', { name: '关于2013年1至8月招商引资工作情况的通报' }).waitFor();
    await leader.sound('the circular');
    await page.locator('.paper a[data-figure="fund.recognised"]').first().click();
    await page.getByRole('dialog').getByText('72.1').first().waitFor();
    await leader.sound('the rows behind a figure of the circular');
    for (const kind of ['docx', 'xlsx']) {
      const answer = await page.request.get(`${demo.url}/api/v1/reports/circular.${kind}?month=2013-08`);
      assert.equal(answer.status(), 200, kind);
    }
    const book = await page.request.get(`${demo.url}/api/v1/scores.xlsx?year=2013`);
    assert.equal(book.status(), 200);
    await leader.close();
  });

  it('is settled by the office: printed figures are subtracted', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/circular');
    const setting = page.getByRole('region', { name: '通报设定' });
    await setting.getByText('先各取两位小数，再相减').click();
    await setting.getByRole('button', { name: /保\s*存/ }).click();
    await page.locator('.paper').getByText('取两位小数的完成率').waitFor();
    await clerk.sound('the circular, settled otherwise');
    await clerk.close();
    const phone = await open(browser, demo, 'district_leader', { width: 390, height: 844, lang: 'en' });
    await phone.go('/circular');
    await phone.sound('the circular on a phone, in English');
    await phone.close();
  });
});
