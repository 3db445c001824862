/** Lists in relational queries of Drizzle, which give the columns of a condition another name. */
import { PGlite } from '@electric-sql/pglite'
import { relations, sql } from 'drizzle-orm'
import { pgTable, text } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/pglite'
import { defineModule, definePolicy, may, mayNot, me, only, plus, resource } from 'portico'
import { child, drizzleMapping, drizzleWhere, type DrizzleColumn } from 'portico/drizzle'
import { accessible } from 'portico/lists'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'

const task = resource('lab.task', {
  schema: z.object({ portalId: z.string(), team: z.array(z.string()), blocked: z.array(z.string()) }),
  actions: ['read', 'update'],
})
const policy = definePolicy([
  defineModule({
    name: 'lab',
    resources: [task],
    levels: {
      guest: only(),
      user: only(
        may('read', task, task.when('of his team', { team: me.id })),
        may('update', task),
        mayNot('update', task, task.when('blocked', { blocked: { $in: me.audiences } })),
      ),
      moduleAdministrator: plus('user'),
      fullAdministrator: plus('user'),
      owner: plus('user'),
    },
  }),
])
const ability = policy.abilityFor({ id: 'uma', portalId: 'p', type: 'user', status: 'active' }, { id: 'p', ownerId: 'boss' })

// The child tables have columns of the same names as the table itself: a column that is taken for another one is found nevertheless.
const names = { projectId: text('project_id'), memberId: text('member_id') }
const tasks = pgTable('tasks', { id: text('id'), portalId: text('portal_id'), ...names })
const [teams, blocked] = [pgTable('teams', names), pgTable('blocked', names)]
const projects = pgTable('projects', { id: text('id') })
const schema = {
  work: tasks,
  projects,
  ofProjects: relations(projects, ({ many }) => ({ tasks: many(tasks) })),
  ofTasks: relations(tasks, ({ one }) => ({ project: one(projects, { fields: [tasks.projectId], references: [projects.id] }) })),
}
const mappingBy = (member: DrizzleColumn) =>
  drizzleMapping(task, {
    dialect: 'postgres',
    table: tasks,
    fields: {
      portalId: tasks.portalId,
      team: child({ table: teams, on: [[teams.projectId, tasks.projectId]], value: member }),
      blocked: child({ table: blocked, on: [[blocked.projectId, tasks.projectId]], value: blocked.memberId }),
    },
  })

let pglite: PGlite
beforeAll(async () => {
  pglite = new PGlite()
  await pglite.exec(`
    create table tasks (id text, portal_id text, project_id text, member_id text);
    create table projects (id text);
    create table teams (project_id text, member_id text);
    create table blocked (project_id text, member_id text);
    insert into projects values ('a'), ('b');
    insert into tasks values ('1', 'p', 'a', 'zoe'), ('2', 'p', 'b', 'max');
    insert into teams values ('a', 'uma'), ('b', 'zoe');
    insert into blocked values ('b', 'uma');
  `)
}, 120_000)
afterAll(() => pglite.close())

test.each([
  ['a column', 'read', teams.memberId],
  ['an expression', 'read', sql`lower(${sql`trim(${teams.memberId})`})`],
  ['a row that refuses', 'update', teams.memberId],
] as const)('a list in a child table: %s', async (_, action, member) => {
  const db = drizzle(pglite, { schema })
  const where = drizzleWhere(accessible(ability, action, task), mappingBy(member))
  const ids = (rows: readonly { readonly id: string | null }[]) => rows.map(({ id }) => id)
  expect(ids(await db.select().from(tasks).where(where))).toEqual(['1'])
  expect(ids(await db.query.work.findMany({ where }))).toEqual(['1'])
  const all = await db.query.projects.findMany({ with: { tasks: { where } }, orderBy: projects.id })
  expect(all.map((project) => ids(project.tasks))).toEqual([['1'], []])
})
