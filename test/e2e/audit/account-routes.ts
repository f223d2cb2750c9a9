import { admin } from '../../support/app';
import { freshToken, mailedToken, newEmail, newMember } from '../../support/people';
import { AuditedRoute, AuditScene } from './audit-scene';

const invite = (scene: AuditScene, email: string) =>
  scene.call('POST', '/organization/invitations', { email, role: 'viewer' }, scene.token);

/** What people do with their accounts and with each other's. */
export const accountRoutes: Record<string, AuditedRoute> = {
  'POST /exchange/v1/auth/login': {
    action: 'login.succeeded',
    send: ({ app }) => app.post('/auth/login', undefined, admin),
  },
  'POST /exchange/v1/auth/logout': {
    action: 'session.ended',
    send: async ({ app }) => app.post('/auth/logout', await freshToken(app, admin)),
  },
  'DELETE /exchange/v1/auth/sessions/{id}': {
    action: 'session.ended',
    send: async ({ app }) => {
      const token = await freshToken(app, admin);
      const [session] = (await app.get('/auth/sessions', token)).body.data;
      return app.exchange('DELETE', `/auth/sessions/${session.id}`, { key: token });
    },
  },
  'POST /exchange/v1/auth/password/change': {
    action: 'password.changed',
    send: async ({ app }) => {
      const person = await newMember(app, 'developer');
      const body = { current: person.password, new: 'lanterns over quiet water' };
      return app.post('/auth/password/change', await freshToken(app, person), body);
    },
  },
  'POST /exchange/v1/auth/password/reset': {
    action: 'password.reset',
    send: async ({ app }) => {
      const { email } = await newMember(app, 'developer');
      await app.post('/auth/password/forgot', undefined, { email });
      const body = { token: await mailedToken(app, email), password: 'lanterns over quiet water' };
      return app.post('/auth/password/reset', undefined, body);
    },
  },
  'PATCH /exchange/v1/organization': {
    action: 'organization.renamed',
    send: (scene) => scene.call('PATCH', '/organization', { name: 'Renamed' }, scene.token),
  },
  'POST /exchange/v1/organization/invitations': {
    action: 'invitation.created',
    send: (scene) => invite(scene, newEmail()),
  },
  'DELETE /exchange/v1/organization/invitations/{id}': {
    action: 'invitation.withdrawn',
    send: async (scene) => {
      const { id } = (await invite(scene, newEmail())).body;
      return scene.call('DELETE', `/organization/invitations/${id}`, undefined, scene.token);
    },
  },
  'POST /exchange/v1/auth/invitations/accept': {
    action: 'member.joined',
    send: async (scene) => {
      const email = newEmail();
      await invite(scene, email);
      const body = { token: await mailedToken(scene.app, email), password: 'lanterns over quiet water' };
      return scene.app.post('/auth/invitations/accept', undefined, body);
    },
  },
  'PATCH /exchange/v1/organization/members/{userId}': {
    action: 'member.role_changed',
    send: async (scene) => {
      const { userId } = await newMember(scene.app, 'viewer');
      return scene.call('PATCH', `/organization/members/${userId}`, { role: 'developer' }, scene.token);
    },
  },
  'DELETE /exchange/v1/organization/members/{userId}': {
    action: 'member.removed',
    send: async (scene) => {
      const { userId } = await newMember(scene.app, 'viewer');
      return scene.call('DELETE', `/organization/members/${userId}`, undefined, scene.token);
    },
  },
};
