/** The two stores: posts by their author, and an inbox for each user. */
import type { Server } from '../../../src/world/server.ts';

export interface Post {
  readonly id: number;
  readonly author: number;
}

export type PostsRequest =
  | { readonly add: Post }
  | { readonly remove: Post }
  | { readonly of: readonly number[] };

interface PostsMemory {
  readonly byAuthor: Map<number, Post[]>;
}

/** Newest last. */
export const postsServer: Server<PostsMemory, PostsRequest> = {
  kind: 'posts',
  start: () => ({ byAuthor: new Map() }),
  serve({ byAuthor }, request): readonly Post[] {
    if ('of' in request) return request.of.flatMap((author) => byAuthor.get(author) ?? []);
    const isAdded = 'add' in request;
    const { id, author } = isAdded ? request.add : request.remove;
    const others = (byAuthor.get(author) ?? []).filter((post) => post.id !== id);
    byAuthor.set(author, isAdded ? [...others, { id, author }] : others);
    return [];
  },
  shown: ({ byAuthor }) => ({
    posts: [...byAuthor.values()].reduce((sum, posts) => sum + posts.length, 0),
  }),
};

export type InboxMessage =
  | { readonly push: Post; readonly user: number }
  | { readonly drop: number; readonly user: number }
  | { readonly dropAuthor: number; readonly user: number };

interface InboxesMemory {
  readonly inboxes: Map<number, Map<number, Post>>;
  copies: number;
}

export const inboxesServer: Server<InboxesMemory, { readonly read: number }> = {
  kind: 'inboxes',
  start: () => ({ inboxes: new Map(), copies: 0 }),
  serve: ({ inboxes }, { read }): readonly Post[] => [...(inboxes.get(read)?.values() ?? [])],
  receive(memory, message) {
    const change = message as InboxMessage;
    const inbox = memory.inboxes.get(change.user) ?? new Map<number, Post>();
    memory.inboxes.set(change.user, inbox);
    if ('push' in change) {
      inbox.set(change.push.id, change.push);
      memory.copies += 1;
    } else if ('drop' in change) inbox.delete(change.drop);
    else {
      for (const { id, author } of [...inbox.values()])
        if (author === change.dropAuthor) inbox.delete(id);
    }
  },
  shown: ({ copies }) => ({ copies }),
};
