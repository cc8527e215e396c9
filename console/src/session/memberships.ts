import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  AcceptAnInvitationDocument,
  InvitationsToMeDocument,
  OrganizationsOfMineDocument,
  SwitchToOrganizationDocument,
} from '../api/generated/documents.ts';
import { nameOf, queryOf } from '../api/query.ts';
import { ask, askAsAnybody, renewToken } from '../api/request.ts';

/** The organizations that the person is a member of. */
export function useMemberships() {
  return useQuery({ ...queryOf(OrganizationsOfMineDocument, {}), select: ({ memberships }) => memberships });
}

/** The invitations that the person can accept. */
export function useInvitations() {
  return useQuery({ ...queryOf(InvitationsToMeDocument, {}), select: ({ invitations }) => invitations });
}

/** Accepts the invitation of an organization, which the person can switch to from then on. */
export function useAccept() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (organizationId: string) =>
      (await ask(AcceptAnInvitationDocument, { organizationId })).acceptInvitation,
    // Where it was taken back meanwhile, the list says so too.
    onSettled: () =>
      Promise.all(
        [OrganizationsOfMineDocument, InvitationsToMeDocument].map((document) =>
          client.invalidateQueries({ queryKey: [nameOf(document)] }),
        ),
      ),
  });
}

/** Switches to another organization: the token that comes is of another identity, with which the whole console begins anew. */
export function useSwitch() {
  return useMutation({ mutationFn: switchTo });
}

export async function switchTo(organizationId: string): Promise<void> {
  await askAsAnybody(SwitchToOrganizationDocument, { organizationId });
  await renewToken();
}
