//! A county of any size: townships, villages, and in each body a clerk, two reviewers and an
//! approver.

use domain::ids::{AuthorityId, OrganizationId, PersonId};
use domain::organization::Kind;
use domain::post::Duty;
use domain::time::{Clock, Random};
use flow::{Founding, NewAppointment, NewOrganization, NewPerson};

/// Villages of a township.
const VILLAGES: usize = 20;

/// How much there is of everything.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub(super) organizations: usize,
    pub(super) disclosures: usize,
    pub(super) acts: usize,
    pub(super) villagers: usize,
}

/// A body and its people.
#[derive(Clone, Debug)]
pub(super) struct Body {
    pub(super) id: OrganizationId,
    pub(super) name: String,
    pub(super) parent: Option<OrganizationId>,
    pub(super) clerk: PersonId,
    /// Two, so that two can be at one item.
    pub(super) reviewers: [PersonId; 2],
    pub(super) approver: PersonId,
}

/// The bodies, the county first, then the townships, then the villages.
pub(super) struct Place {
    pub(super) bodies: Vec<Body>,
    pub(super) villages: usize,
    pub(super) supervisor: PersonId,
    pub(super) administrator: PersonId,
}

impl Place {
    /// The villages: who discloses.
    pub(super) fn villages(&self) -> &[Body] {
        &self.bodies[self.bodies.len() - self.villages..]
    }
}

/// The county on paper.
pub(super) fn plan(
    authority: AuthorityId,
    size: Size,
    clock: &dyn Clock,
    random: &dyn Random,
) -> (Founding, Place) {
    let townships = (size.organizations.saturating_sub(1)).div_ceil(VILLAGES + 1).max(1);
    let villages = size.organizations.saturating_sub(1 + townships).max(1);
    let person = || PersonId::new(clock.now(), random);
    let mut bodies: Vec<Body> = Vec::with_capacity(size.organizations);
    let mut organizations = Vec::with_capacity(size.organizations);
    for at in 0..1 + townships + villages {
        let (kind, parent, name, area_code) = match at {
            0 => (Kind::CountyGovernment, None, "测试县人民政府".to_owned(), "990900".to_owned()),
            at if at <= townships => {
                let code = format!("990900{at:03}");
                let name = format!("测试县第{at}镇人民政府");
                (Kind::Township, Some(bodies[0].id), name, code)
            }
            at => {
                let village = at - townships - 1;
                let town = 1 + village % townships;
                let code = format!("990900{town:03}{:03}", village / townships + 1);
                let name = format!("第{town}镇第{}村村民委员会", village / townships + 1);
                (Kind::VillageCommittee, Some(bodies[town].id), name, code)
            }
        };
        let id = OrganizationId::new(clock.now(), random);
        organizations.push(NewOrganization { id, parent, kind, name: name.clone(), area_code });
        let (clerk, reviewers, approver) = (person(), [person(), person()], person());
        bodies.push(Body { id, name, parent, clerk, reviewers, approver });
    }
    let (supervisor, administrator) = (person(), person());
    let place = Place { bodies, villages, supervisor, administrator };
    let founding = Founding {
        authority,
        origin: format!("bench-{authority}.example/log"),
        organizations,
        persons: persons(&place, size.villagers, &person),
        columns: vec!["村务公开".to_owned()],
        series: vec![('B', "村务".to_owned())],
    };
    (founding, place)
}

fn persons(place: &Place, villagers: usize, person: &dyn Fn() -> PersonId) -> Vec<NewPerson> {
    let mut all = Vec::new();
    let mut post = |id, name: String, at: OrganizationId, duty: Duty, title: &str| {
        let held = NewAppointment { organization: at, duty, title: title.to_owned() };
        all.push(new(id, name, Vec::new(), vec![held]));
    };
    for (at, body) in place.bodies.iter().enumerate() {
        post(body.clerk, format!("经办{at}"), body.id, Duty::Clerk, "文书");
        for (which, reviewer) in body.reviewers.iter().enumerate() {
            let name = format!("审核{at}之{which}");
            post(*reviewer, name, body.id, Duty::Reviewer, "村务监督委员会主任");
        }
        post(body.approver, format!("审批{at}"), body.id, Duty::Approver, "村民委员会主任");
    }
    let county = place.bodies[0].id;
    post(place.supervisor, "监督员".to_owned(), county, Duty::Supervisor, "监察专员");
    post(place.administrator, "管理员".to_owned(), county, Duty::Administrator, "系统管理员");
    let villages = place.villages();
    for number in 0..villagers {
        let home = villages[number % villages.len()].id;
        all.push(new(person(), format!("村民{number}"), vec![home], Vec::new()));
    }
    all
}

/// Nobody comes in by a password here.
fn new(
    id: PersonId,
    name: String,
    member_of: Vec<OrganizationId>,
    appointments: Vec<NewAppointment>,
) -> NewPerson {
    NewPerson {
        id,
        login_name: id.to_string(),
        display_name: name,
        password_hash: String::new(),
        member_of,
        appointments,
    }
}
