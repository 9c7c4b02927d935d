import { expect, test } from './support/test.ts';

test('UI-31: on a phone the bar leads to every screen, and nothing of it is cut off @only-phone', async ({
  personAt,
}) => {
  const page = await personAt('superadmin', '/console/');
  const bar = page.getByRole('navigation', { name: 'Pantallas' });
  for (const name of ['Panel', 'Cola', 'Alertas', 'Personas']) {
    await expect(bar.getByRole('link', { name: new RegExp(`^${name}`) })).toBeInViewport({
      ratio: 1,
    });
  }
  for (const name of ['Analítica', 'Ajustes', 'Trabajos', 'Auditoría']) {
    await bar.getByRole('button', { name: /^Más/ }).tap();
    await page.getByRole('menuitem', { name }).tap();
    await expect(bar.getByRole('button', { name: new RegExp(`^Más\\W+${name}$`) })).toBeInViewport({
      ratio: 1,
    });
  }
  await expect(page).toHaveURL(/\/console\/audit/);
});
