/** The password of every demo account. */
export const demoPassword = 'demo-atalaya';

export interface DemoSignIn {
  email: string;
  name: string;
  organisation: string;
}

const faro = (first: string, name: string): DemoSignIn => ({
  email: `${first}@faro.example`,
  name,
  organisation: 'Faro Norte',
});

/** One account per role, all of the same organisation. */
export const demoSignIns = {
  member: faro('ana', 'Ana Ferreiro'),
  moderator: faro('bruno', 'Bruno Castaño'),
  admin: faro('carmen', 'Carmen Lago'),
  superadmin: faro('diego', 'Diego Rial'),
  auditor: faro('elena', 'Elena Souto'),
} as const satisfies Record<string, DemoSignIn>;

export type SignInName = keyof typeof demoSignIns;

/** A member of the other organisation, who sees nothing of the first. */
export const demoNeighbour: DemoSignIn = {
  email: 'olga@brisa.example',
  name: 'Olga Mendes',
  organisation: 'Colectivo Brisa',
};
