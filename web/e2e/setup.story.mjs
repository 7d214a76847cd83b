// The first start without the demo: a one-time token opens the set-up; its two administrators
// make the first clerk, who finds a scheme to begin with.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { accessible, choose, launch, open, startEmpty } from './support.mjs';

const secret = 'correct horse battery 17';
const filled = {
  district: '379901', name: '凤栖区', office_name: '凤栖区招商办公室',
  login: 'zhang.system', account_name: '张系统', password: secret,
  security_login: 'li.security', security_name: '李安全', security_password: secret,
};

describe('the first set-up', () => {
  let server;
  let browser;
  before(async () => {
    server = await startEmpty();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function form(lang, width = 1440) {
    const context = await browser.newContext({ locale: lang, viewport: { width, height: 900 }, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${server.url}/setup?token=${server.token}`);
    return page;
  }

  it('asks in both languages, and says at the field what is wrong', async () => {
    const chinese = await form('zh-CN');
    await accessible(chinese, 'the set-up');
    for (const [name, value] of Object.entries({ ...filled, district: '3799', password: 'short' })) await chinese.locator(`[name=${name}]`).fill(value);
    await chinese.getByRole('button', { name: '建立' }).click();
    await chinese.getByRole('alert').getByText('系统管理员密码').waitFor();
    assert.equal(await chinese.getByLabel('区县名称').inputValue(), '凤栖区');
    await accessible(chinese, 'the set-up, refused');
    await chinese.context().close();

    const english = await form('en', 390);
    await english.getByRole('heading', { name: 'First set-up · Yinfeng' }).waitFor();
    await accessible(english, 'the set-up in English');
    for (const [name, value] of Object.entries({ ...filled, token: 'guessed' })) await english.locator(`[name=${name}]`).fill(value);
    await english.getByRole('button', { name: 'Set up' }).click();
    await english.getByRole('alert').getByText('Wrong token').waitFor();
    assert.ok((await english.evaluate(() => document.documentElement.scrollWidth)) <= 390);
    await english.context().close();
  });

  it('makes the district once, and its token no longer opens anything', async () => {
    const page = await form('zh-CN');
    for (const [name, value] of Object.entries(filled)) await page.locator(`[name=${name}]`).fill(value);
    await page.getByRole('button', { name: '建立' }).click();
    await page.waitForURL(/\/login/);
    await page.goto(`${server.url}/setup?token=${server.token}`);
    await page.waitForURL(/\/login/);
    await page.context().close();
    server.accounts = [
      { role: 'system_administrator', login: filled.login, password: secret },
      { role: 'security_administrator', login: filled.security_login, password: secret },
    ];
  });

  it('the system administrator makes an account, the security administrator gives it its role', async () => {
    const system = await open(browser, server, 'system_administrator');
    await system.go('/people');
    await system.page.getByRole('button', { name: '新建账号' }).click();
    const made = system.page.getByRole('dialog');
    await made.getByLabel('登录名').fill('wang.clerk');
    await made.getByLabel('姓名').fill('王经办');
    await made.getByRole('button', { name: /确\s*定/ }).click();
    const initial = (await system.page.locator('.secret').innerText()).trim();
    await system.settled();
    await system.sound('an initial password');
    await system.close();

    const security = await open(browser, server, 'security_administrator');
    await security.go('/people');
    await security.page.locator('li', { hasText: '王经办' }).getByRole('button', { name: '授予角色' }).click();
    const grant = security.page.getByRole('dialog');
    await choose(security.page, grant.getByRole('combobox', { name: '角色' }), '招商办经办');
    await choose(security.page, grant.getByRole('combobox', { name: '所在单位' }), '凤栖区招商办公室', '招商办公室');
    await grant.getByRole('button', { name: /确\s*定/ }).click();
    await security.page.locator('li', { hasText: '王经办' }).getByText('招商办经办').waitFor();
    await security.close();
    server.accounts.push({ role: 'office_clerk', login: 'wang.clerk', password: initial });
  });

  it('the clerk chooses a password of their own, and finds a scheme that nobody has put in force yet', async () => {
    const clerk = await open(browser, server, 'office_clerk');
    const { page } = clerk;
    // Whoever was given a password has no rights until it is changed.
    await page.waitForURL('**/account');
    const change = page.getByRole('region', { name: '修改密码' });
    await change.getByLabel('当前密码').fill(server.accounts.at(-1).password);
    await change.getByLabel('新密码', { exact: true }).fill(secret);
    await change.getByLabel('再输一次新密码').fill(secret);
    await clerk.sound('the own password');
    await change.getByRole('button').last().click();
    await page.getByRole('link', { name: '考核办法' }).waitFor();
    await clerk.go('/schemes');
    await page.getByText('三招三引').first().waitFor();
    await page.getByText('草稿').first().waitFor();
    await clerk.settled();
    await clerk.sound('the schemes of a new district');
    for (const path of ['/', '/dashboard', '/projects', '/scores', '/summary']) {
      await clerk.go(path);
      await clerk.sound(`${path} of a new district`);
      await clerk.shot(`new-district-${path.slice(1) || 'home'}`);
    }
    await clerk.close();
  });
});
