import { linkMailedTo } from './support/mail.ts';
import { composer, openChannel } from './support/people.ts';
import { expect, test } from './support/test.ts';

test('ID-01: an account is made, its address confirmed by mail, and it signs in @phone', async ({
  page,
  server,
}, { project }) => {
  const name = `nuria-${project.name}`;
  // An organisation that lets in who shows that the address is theirs.
  const email = `${name}@brisa.example`;
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Crea una' }).click();
  await expect(page.getByRole('heading', { name: 'Crea tu cuenta' })).toBeVisible();
  await page.getByLabel('Correo electrónico').fill(email);
  await page.getByLabel('Nombre visible').fill('Nuria Seoane');
  await page.getByLabel('Nombre de usuario').fill('olga');
  await page.getByRole('textbox', { name: 'Contraseña' }).fill('un faro entre la niebla');
  await page.getByRole('button', { name: 'Crear cuenta' }).click();
  await expect(page.getByText('Ese nombre de usuario ya está en uso.')).toBeVisible();

  await page.getByLabel('Nombre de usuario').fill('Nuria Seoane');
  await page.getByRole('button', { name: 'Crear cuenta' }).click();
  await expect(page.getByText('solo letras de la a a la z')).toBeVisible();

  await page.getByLabel('Nombre de usuario').fill(name);
  await page.getByRole('button', { name: 'Crear cuenta' }).click();
  await expect(page.getByRole('heading', { name: 'Revisa tu correo' })).toBeVisible();

  await page.getByRole('button', { name: 'Entrar' }).click();
  await expect(page.getByRole('alert')).toContainText('Confirma antes tu correo');

  const mail = await page.context().newPage();
  await mail.goto(await linkMailedTo(server, email));
  await expect(mail.getByRole('heading', { name: 'Dirección confirmada' })).toBeVisible();
  await mail.reload();
  await expect(mail.getByText('El enlace no vale: se ha usado o ha caducado.')).toBeVisible();

  // Where the mail was opened, the address is known already; where one registered, everything is.
  await mail.goto('/sign-in');
  await expect(mail.getByLabel('Correo electrónico')).toHaveValue(email);
  await expect(mail.getByRole('textbox', { name: 'Contraseña' })).toBeFocused();
  await page.getByRole('button', { name: 'Entrar' }).click();
  await expect(page.getByRole('navigation').first()).toBeVisible();
});

test('ID-01: registering with an address in use looks like any other, and lets nobody in', async ({
  personAt,
  browser,
  server,
}) => {
  const staff = await personAt('admin', '/invites');
  await staff.getByRole('button', { name: 'Crear enlace' }).click();
  const context = await browser.newContext({ baseURL: server.url });
  const guest = await context.newPage();
  await guest.goto(await staff.getByText(/\/join\?code=/).innerText());
  await guest.getByLabel('Correo electrónico').fill('ana@faro.example');
  await guest.getByLabel('Nombre de usuario').fill('otra-ana');
  await guest.getByRole('textbox', { name: 'Contraseña' }).fill('un faro entre la niebla');
  await guest.getByRole('button', { name: 'Crear cuenta' }).click();
  await expect(guest.getByRole('heading', { name: 'Revisa tu correo' })).toBeVisible();
  await expect(guest.getByRole('alert')).toHaveCount(0);
  await context.close();
});

test('ID-01: an invitation link made by staff lets someone in from another domain', async ({
  personAt,
  browser,
  server,
}) => {
  const staff = await personAt('admin', '/invites');
  await staff.getByRole('button', { name: 'Crear enlace' }).click();
  const link = await staff.getByText(/\/join\?code=/).innerText();
  // Other tests leave links of their own behind; the newest stands first.
  const row = staff.getByRole('listitem').filter({ hasText: 'Queda 1 uso' }).first();
  await expect(row).toContainText(/Creado .+ por /);

  const context = await browser.newContext({ baseURL: server.url });
  const guest = await context.newPage();
  await guest.goto(link);
  await expect(guest.getByText('Te han invitado.')).toBeVisible();
  await guest.getByLabel('Correo electrónico').fill('pau@lejos.example');
  await guest.getByLabel('Nombre de usuario').fill('pau');
  await guest.getByRole('textbox', { name: 'Contraseña' }).fill('remolcador amarillo 7');
  await guest.getByRole('button', { name: 'Crear cuenta' }).click();
  // Let in by the invitation: nothing is typed a second time.
  await expect(guest.getByRole('navigation', { name: 'Navegación' })).toBeVisible();

  await guest.goto(link);
  await guest.getByLabel('Correo electrónico').fill('otra@lejos.example');
  await guest.getByLabel('Nombre de usuario').fill('otra');
  await guest.getByRole('textbox', { name: 'Contraseña' }).fill('remolcador amarillo 7');
  await guest.getByRole('button', { name: 'Crear cuenta' }).click();
  await expect(guest.getByRole('alert')).toContainText('La invitación no vale');
  await context.close();
});

test('ID-02: a wrong password and a wrong address get the same answer', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
  for (const [email, password] of [
    ['ana@faro.example', 'not this one'],
    ['nobody@faro.example', 'demo-atalaya'],
  ] as const) {
    await page.getByLabel('Correo electrónico').fill(email);
    await page.getByRole('textbox', { name: 'Contraseña' }).fill(password);
    await page.getByRole('button', { name: 'Entrar' }).click();
    await expect(page.getByRole('alert')).toHaveText('El correo o la contraseña no son correctos.');
  }
});

test('ID-03, ID-04: the session outlives a reload, no script can read it, and signing out ends it', async ({
  personAt,
}) => {
  const page = await personAt('member');
  await openChannel(page, 'general');
  const address = page.url();
  await page.reload();
  await expect(composer(page)).toBeVisible();

  const cookies = await page.context().cookies();
  const session = cookies.find(({ name }) => name === 'atalaya_session');
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/trpc' });
  const readable = await page.evaluate(() => [
    document.cookie,
    JSON.stringify({ ...localStorage }),
    JSON.stringify({ ...sessionStorage }),
  ]);
  expect(readable.join(' ')).not.toContain(session?.value ?? 'no session');
  expect(readable.join(' ')).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);

  await page.getByRole('button', { name: 'Tu menú' }).click();
  await page.getByRole('menuitem', { name: 'Cerrar sesión' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto(address);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test('ID-03: signing in leads back to where one was going, never to another site', async ({
  page,
}) => {
  await page.goto('/people');
  await expect(page).toHaveURL(/next=%2Fpeople/);
  await page.goto('/sign-in?next=//elsewhere.example/');
  await page.getByLabel('Correo electrónico').fill('ana@faro.example');
  await page.getByRole('textbox', { name: 'Contraseña' }).fill('demo-atalaya');
  await page.getByRole('button', { name: 'Entrar' }).click();
  await expect(page.getByRole('navigation', { name: 'Navegación' })).toBeVisible();
  expect(new URL(page.url()).hostname).toBe('127.0.0.1');
});

test('CHAT-25: deactivating an account ends its session at once and says why', async ({
  personAt,
}) => {
  const page = await personAt({ email: 'hugo@faro.example', password: 'demo-atalaya' });
  await openChannel(page, 'general');
  const staff = await personAt('admin', '/people');
  await staff.getByRole('textbox', { name: 'Buscar por nombre' }).fill('hugo');
  await staff.getByRole('link', { name: /Hugo Barreiro/ }).click();
  await staff.getByRole('button', { name: 'Desactivar la cuenta' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: 'Desactivar la cuenta' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect(page.getByText('Tu cuenta está desactivada')).toBeVisible();
  await expect(staff.getByText('Desactivada', { exact: true })).toBeVisible();
  await staff.getByRole('button', { name: 'Reactivar la cuenta' }).click();
  await expect(staff.getByRole('button', { name: 'Desactivar la cuenta' })).toBeVisible();
});
