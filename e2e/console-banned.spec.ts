import { apiAs } from './support/staff.ts';
import { axe, expect, test } from './support/test.ts';

test.use({ community: 'console-banned' });

test('UI-24: staff who are banned read in the console why and until when, at once and when they sign in', async ({
  personAt,
  page: elsewhere,
  server,
}) => {
  const [member, chief] = await Promise.all([apiAs(server, 'member'), apiAs(server, 'superadmin')]);
  const page = await personAt('moderator', '/console/queue');
  const { items } = await chief.api.people.list.query({ search: 'bruno' });
  const subjectId = items[0]?.id ?? '';
  await member.api.moderation.flags.create.mutate({
    subjectType: 'member',
    subjectId,
    reason: 'violence',
  });
  const { items: cases } = await chief.api.moderation.cases.list.query({ limit: 100 });
  const found = cases.find((one) => one.subjectId === subjectId);
  await chief.api.moderation.cases.decide.mutate({
    caseId: found?.id ?? '',
    version: found?.version ?? 0,
    actions: [{ type: 'ban', minutes: 60 }],
    policy: 'violence',
    statement: 'Eso es una amenaza',
  });
  const reasons = async (where: typeof page) => {
    const told = where.getByRole('main').getByRole('status');
    await expect(told).toContainText('Violencia. Sin amenazas');
    await expect(told).toContainText('Eso es una amenaza');
    await expect(told).toContainText(`${new Date().getFullYear()} a las`);
    await expect(told).toContainText('Escribe por correo');
  };
  await reasons(page);
  expect(await axe(page)).toEqual([]);
  await elsewhere.goto('/console');
  await elsewhere.getByLabel('Correo electrónico').fill('bruno@faro.example');
  await elsewhere.getByLabel('Contraseña', { exact: true }).fill('demo-atalaya');
  await elsewhere.getByRole('button', { name: 'Entrar' }).click();
  await reasons(elsewhere);
  member.close();
  chief.close();
});
