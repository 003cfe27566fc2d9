//! 青石县: a county that does not exist, with one person for every part in the way.

use domain::ids::{AuthorityId, OrganizationId, PersonId};
use domain::organization::Kind;
use domain::post::Duty;
use domain::time::{Clock, Random};
use flow::{Founding, NewAppointment, NewOrganization, NewPerson};

/// The organizations.
#[derive(Clone, Copy, Debug)]
pub struct Bodies {
    pub county: OrganizationId,
    pub township: OrganizationId,
    pub village_a: OrganizationId,
    pub village_b: OrganizationId,
    pub supervision: OrganizationId,
    /// 村务监督委员会 of A.
    pub oversight_a: OrganizationId,
}

/// The persons.
#[derive(Clone, Copy, Debug)]
pub struct People {
    pub clerk_a: PersonId,
    pub reviewer_a: PersonId,
    pub approver_a: PersonId,
    pub clerk_b: PersonId,
    pub reviewer_b: PersonId,
    pub approver_b: PersonId,
    /// Supervises the whole county.
    pub supervisor: PersonId,
    pub administrator: PersonId,
    /// A villager of A, without a post.
    pub member_a: PersonId,
    pub member_b: PersonId,
    /// Has a login and belongs nowhere.
    pub registered: PersonId,
    /// Holds every duty in A at once.
    pub every_duty: PersonId,
    /// Belongs nowhere; slices may name this person.
    pub named: PersonId,
    /// Sits on A's supervision committee.
    pub overseer_a: PersonId,
    /// Approves for the township, and so agrees when its villages ask.
    pub approver_t: PersonId,
    /// Administers the township and what is below it.
    pub administrator_t: PersonId,
}

impl People {
    /// Everybody, with the name that a failing test prints.
    pub fn all(&self) -> [(&'static str, PersonId); 16] {
        [
            ("clerk_a", self.clerk_a),
            ("reviewer_a", self.reviewer_a),
            ("approver_a", self.approver_a),
            ("clerk_b", self.clerk_b),
            ("reviewer_b", self.reviewer_b),
            ("approver_b", self.approver_b),
            ("supervisor", self.supervisor),
            ("administrator", self.administrator),
            ("member_a", self.member_a),
            ("member_b", self.member_b),
            ("registered", self.registered),
            ("every_duty", self.every_duty),
            ("named", self.named),
            ("overseer_a", self.overseer_a),
            ("approver_t", self.approver_t),
            ("administrator_t", self.administrator_t),
        ]
    }

    /// The duties that a person holds in village A.
    pub fn duties_in_a(&self, person: PersonId, bodies: &Bodies) -> Vec<Duty> {
        self.duties_in(person, bodies.village_a, bodies)
    }

    /// The duties that a person holds in an organization.
    pub fn duties_in(
        &self,
        person: PersonId,
        organization: OrganizationId,
        bodies: &Bodies,
    ) -> Vec<Duty> {
        let held = posts_of(bodies, self, person);
        held.into_iter().filter(|(at, _)| *at == organization).map(|(_, duty)| duty).collect()
    }
}

/// The county on paper.
pub(crate) fn plan(
    authority: AuthorityId,
    clock: &dyn Clock,
    random: &dyn Random,
) -> (Founding, Bodies, People) {
    let body = || OrganizationId::new(clock.now(), random);
    let bodies = Bodies {
        county: body(),
        township: body(),
        village_a: body(),
        village_b: body(),
        supervision: body(),
        oversight_a: body(),
    };
    let person = || PersonId::new(clock.now(), random);
    let people = People {
        clerk_a: person(),
        reviewer_a: person(),
        approver_a: person(),
        clerk_b: person(),
        reviewer_b: person(),
        approver_b: person(),
        supervisor: person(),
        administrator: person(),
        member_a: person(),
        member_b: person(),
        registered: person(),
        every_duty: person(),
        named: person(),
        overseer_a: person(),
        approver_t: person(),
        administrator_t: person(),
    };
    let founding = Founding {
        authority,
        origin: "qingshi.example/log".to_owned(),
        organizations: organizations(&bodies),
        persons: persons(&bodies, &people),
        columns: vec!["村务公开".to_owned(), "领导讲话".to_owned()],
        series: vec![('A', "讲话".to_owned()), ('B', "村务".to_owned())],
    };
    (founding, bodies, people)
}

fn organizations(bodies: &Bodies) -> Vec<NewOrganization> {
    let new = |id, parent, kind, name: &str, code: &str| NewOrganization {
        id,
        parent,
        kind,
        name: name.to_owned(),
        area_code: code.to_owned(),
    };
    let (county, township) = (Some(bodies.county), Some(bodies.township));
    vec![
        new(bodies.county, None, Kind::CountyGovernment, "青石县人民政府", "990100"),
        new(bodies.supervision, county, Kind::Supervision, "青石县监察委员会", "990100"),
        new(bodies.township, county, Kind::Township, "柳溪镇人民政府", "990100101"),
        new(bodies.village_a, township, Kind::VillageCommittee, "上坪村村民委员会", "990100101201"),
        new(bodies.village_b, township, Kind::VillageCommittee, "下坪村村民委员会", "990100101202"),
        new(
            bodies.oversight_a,
            Some(bodies.village_a),
            Kind::Supervision,
            "上坪村村务监督委员会",
            "990100101201",
        ),
    ]
}

fn persons(bodies: &Bodies, people: &People) -> Vec<NewPerson> {
    let (a, b) = (bodies.village_a, bodies.village_b);
    let of = |person| {
        let posts = posts_of(bodies, people, person).into_iter();
        posts.map(|(organization, duty)| appointment(organization, duty)).collect()
    };
    let member_of = |person: PersonId| match person {
        p if p == people.member_a => vec![a],
        p if p == people.member_b => vec![b],
        _ => Vec::new(),
    };
    let new = |(name, id): (&str, PersonId)| NewPerson {
        id,
        login_name: name.to_owned(),
        display_name: name.to_owned(),
        password_hash: crate::PASSWORD_HASH.to_owned(),
        member_of: member_of(id),
        appointments: of(id),
    };
    people.all().into_iter().map(new).collect()
}

/// Where a person holds which duties.
fn posts_of(bodies: &Bodies, people: &People, person: PersonId) -> Vec<(OrganizationId, Duty)> {
    let (a, b) = (bodies.village_a, bodies.village_b);
    let held = [
        (people.clerk_a, a, Duty::Clerk),
        (people.reviewer_a, a, Duty::Reviewer),
        (people.approver_a, a, Duty::Approver),
        (people.clerk_b, b, Duty::Clerk),
        (people.reviewer_b, b, Duty::Reviewer),
        (people.approver_b, b, Duty::Approver),
        (people.supervisor, bodies.county, Duty::Supervisor),
        (people.administrator, a, Duty::Administrator),
        (people.overseer_a, bodies.oversight_a, Duty::Supervisor),
        (people.approver_t, bodies.township, Duty::Approver),
        (people.administrator_t, bodies.township, Duty::Administrator),
    ];
    let every = Duty::ALL.map(|duty| (people.every_duty, a, duty));
    let all = held.into_iter().chain(every);
    all.filter(|(who, ..)| *who == person).map(|(_, at, duty)| (at, duty)).collect()
}

fn appointment(organization: OrganizationId, duty: Duty) -> NewAppointment {
    let title = match duty {
        Duty::Clerk => "文书",
        Duty::Reviewer => "村务监督委员会主任",
        Duty::Approver => "村民委员会主任",
        Duty::Supervisor => "监察专员",
        Duty::Administrator => "系统管理员",
    };
    NewAppointment { organization, duty, title: title.to_owned() }
}
