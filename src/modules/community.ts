import * as z from 'zod'
import { defineModule } from '../policy/define.js'
import { me } from '../policy/principal.js'
import { condition, resource } from '../policy/resource.js'
import { may, never, only, plus } from '../policy/table.js'

const contribution = z.object({ portalId: z.string(), createdBy: z.string() })

/** A post of the blog. */
export const blogPost = resource('community.blogPost', { schema: contribution, actions: ['read', 'comment', 'create', 'update', 'delete'] })
/** A forum, which holds topics. */
export const forum = resource('community.forum', { schema: contribution, actions: ['read', 'organise'] })
/** A tag of forum topics. */
export const tag = resource('community.tag', { schema: contribution, actions: ['read', 'organise'] })
/** A topic of a forum. */
export const forumTopic = resource('community.forumTopic', {
  schema: contribution.extend({ closed: z.boolean() }),
  actions: ['read', 'tag', 'create', 'update', 'close', 'delete', 'stick'],
})
/** A post in a topic. */
export const forumPost = resource('community.forumPost', {
  schema: contribution.extend({ topic: z.object({ closed: z.boolean() }) }),
  actions: ['read', 'create', 'update', 'delete'],
})
/** A poll. */
export const poll = resource('community.poll', { schema: contribution, actions: ['read', 'vote', 'create', 'update', 'delete'] })
/** An event of the community. */
export const communityEvent = resource('community.event', {
  schema: contribution,
  actions: ['read', 'comment', 'create', 'update', 'delete'],
})
/** A bookmark. */
export const bookmark = resource('community.bookmark', {
  schema: contribution,
  actions: ['read', 'favourite', 'comment', 'create', 'delete'],
})
/** A page of the wiki. */
export const wikiPage = resource('community.wikiPage', { schema: contribution, actions: ['read', 'comment', 'create', 'update', 'delete'] })
/** A file of the wiki. */
export const wikiFile = resource('community.wikiFile', { schema: contribution, actions: ['read', 'comment', 'create', 'update', 'delete'] })
/** A comment on any of them. */
export const communityComment = resource('community.comment', {
  schema: contribution.extend({ on: z.string().optional() }),
  actions: ['read', 'update', 'delete'],
})
/** A file attached to any of them. */
export const attachment = resource('community.attachment', { schema: contribution, actions: ['read', 'create', 'delete'] })

const own = condition<z.infer<typeof contribution>>('it is his own', { createdBy: me.id })
const notOwn = condition<z.infer<typeof contribution>>('it is not his own', { createdBy: { $ne: me.id } })
const openTopic = forumPost.when('the topic is open', { 'topic.closed': false })

/** Blog, forums, polls, events, bookmarks and wiki. @see docs/guide/community.md */
export const community = defineModule({
  name: 'community',
  resources: [
    blogPost,
    forum,
    tag,
    forumTopic,
    forumPost,
    poll,
    communityEvent,
    bookmark,
    wikiPage,
    wikiFile,
    communityComment,
    attachment,
  ],
  levels: {
    guest: only(
      may(['read', 'comment'], blogPost),
      may('read', [forum, tag]),
      may(['read', 'tag'], forumTopic),
      may('read', forumPost),
      may('create', forumPost, openTopic),
      may(['update', 'delete'], forumPost, own),
      may(['read', 'vote'], poll),
      may(['read', 'comment'], communityEvent),
      may(['read', 'favourite', 'comment'], bookmark),
      may(['read', 'comment'], wikiPage),
      may(['read', 'comment'], wikiFile),
      may('read', communityComment),
      may('update', communityComment, own),
      may(['read', 'create'], attachment),
      may('delete', attachment, own),
    ),
    user: plus(
      'guest',
      may('create', blogPost),
      may(['update', 'delete'], blogPost, own),
      may('create', forumTopic),
      may(['close', 'delete'], forumTopic, own),
      may('create', poll),
      may('create', communityEvent),
      may(['update', 'delete'], communityEvent, own),
      may('create', bookmark),
      may('delete', bookmark, own),
      may(['create', 'update'], wikiPage),
      may('delete', wikiPage, own),
      may('create', wikiFile),
      may('delete', wikiFile, own),
    ),
    moduleAdministrator: plus(
      'user',
      may(['update', 'delete'], blogPost),
      may('organise', [forum, tag]),
      may(['update', 'close', 'delete', 'stick'], forumTopic),
      may(['create', 'update', 'delete'], forumPost),
      may(['update', 'delete'], poll),
      may(['update', 'delete'], communityEvent),
      may('delete', bookmark),
      may('delete', wikiPage),
      may(['update', 'delete'], wikiFile),
      may(['update', 'delete'], communityComment),
      may('delete', attachment),
    ),
    fullAdministrator: plus('moduleAdministrator'),
    owner: plus('fullAdministrator'),
  },
  never: {
    guest: [
      never(['create', 'update', 'delete'], [blogPost, poll, communityEvent, wikiPage, wikiFile]),
      never('organise', [forum, tag]),
      never(['create', 'update', 'close', 'delete', 'stick'], forumTopic),
      never(['create', 'delete'], bookmark),
      never(['update', 'delete'], forumPost, notOwn),
      never('update', communityComment, notOwn),
      never('delete', communityComment),
      never('delete', attachment, notOwn),
    ],
  },
})
