// Supervision: the office issues a note on a project, the department answers, the office closes it; a late one is
// raised; a leader's instruction goes to a unit and is seen there.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { choose, launch, open, press, startDemo } from './support.mjs';

const confirm = (page) => press(page.getByRole('dialog').getByRole('button', { name: /确\s*定/ }));

describe('supervision', () => {
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

  it('is issued, answered, closed, and taken away as a document', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/supervisions?issue=1');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('督办事项').fill('临时用水尚未接通');
    await choose(page, dialog.getByLabel('责任单位'), '区国土分局', '国土');
    await dialog.getByText('提醒责任单位按时办结').waitFor();
    await confirm(page);
    await page.getByRole('link', { name: '临时用水尚未接通' }).first().waitFor();
    await clerk.sound('the ledger of supervision');

    const department = await open(browser, demo, 'factor_department');
    await department.go('/');
    await department.page.getByRole('region', { name: '待我答复的督办单' }).getByRole('link', { name: '临时用水尚未接通' }).click();
    await department.page.getByRole('button', { name: /答\s*复/ }).click();
    await department.page.getByLabel('办理情况').fill('本周接通');
    await confirm(department.page);
    await department.page.getByText('待核实').first().waitFor();
    await department.sound('an answered note');
    await department.close();

    await clerk.go('/supervisions?hand=confirm');
    await page.getByRole('link', { name: '临时用水尚未接通' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载督办单' }).click();
    assert.match((await saved).suggestedFilename(), /督办.*\.docx$/);
    await page.getByRole('button', { name: '核实销号' }).click();
    await confirm(page);
    await page.getByText('已销号').first().waitFor();
    await clerk.sound('a closed note');
    await clerk.close();
  });

  it('is raised when it is late, and instructions are followed to the end', async () => {
    const leader = await open(browser, demo, 'district_leader', { width: 390, height: 844 });
    const { page } = leader;
    await leader.go('/supervisions?hand=escalate');
    await page.locator('.card a, a.name').first().click();
    await page.getByRole('button', { name: '提升等级' }).click();
    await page.getByLabel('理由').fill('逾期未办结');
    await confirm(page);
    await page.getByText('黄色预警').first().waitFor();
    await leader.sound('a raised note on a phone');
    await leader.go('/instructions');
    await page.locator('.card a, a.name').first().click();
    await page.getByRole('region', { name: '交办情况' }).getByRole('link').first().waitFor();
    await leader.sound('an instruction on a phone');
    await leader.close();
  });
});
